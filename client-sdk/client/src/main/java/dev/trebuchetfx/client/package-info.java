// SPDX-License-Identifier: Apache-2.0
/** The client as an application calls it: the connection, references to actors, streams and their listeners. */
@NullMarked
package dev.trebuchetfx.client;

import org.jspecify.annotations.NullMarked;
