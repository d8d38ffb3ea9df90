// SPDX-License-Identifier: Apache-2.0
/** What an application calls: the client, references to actors, streams and their listeners. */
@NullMarked
package dev.trebuchetfx.client;

import org.jspecify.annotations.NullMarked;
