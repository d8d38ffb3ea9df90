// SPDX-License-Identifier: Apache-2.0
/**
 * Nodes that keep nothing: each event is answered from the store alone, by actors that are made for it and forgotten afterwards. A function of a
 * cloud is such a node. It knows the dispatch, the streams and what they are made of; it knows no transport and no connection.
 */
@NullMarked
package dev.trebuchetfx.server.stateless;

import org.jspecify.annotations.NullMarked;
