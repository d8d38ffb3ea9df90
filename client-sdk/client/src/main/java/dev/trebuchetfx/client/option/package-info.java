// SPDX-License-Identifier: Apache-2.0
/** How an application wants a client, a call or a stream to behave. */
@NullMarked
package dev.trebuchetfx.client.option;

import org.jspecify.annotations.NullMarked;
