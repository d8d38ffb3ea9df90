// SPDX-License-Identifier: Apache-2.0
/** Options by which an application chooses how a client, a call or a stream behaves. */
@NullMarked
package dev.trebuchetfx.client.option;

import org.jspecify.annotations.NullMarked;
