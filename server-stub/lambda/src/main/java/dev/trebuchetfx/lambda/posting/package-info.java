// SPDX-License-Identifier: Apache-2.0
/**
 * The sending of messages to connections by the gateway's management API: in parallel, within its limits, and until the function's time is over. It knows
 * messages and connections' ids; it knows no stream and no table.
 */
@NullMarked
package dev.trebuchetfx.lambda.posting;

import org.jspecify.annotations.NullMarked;
