// SPDX-License-Identifier: Apache-2.0
/**
 * The answers to the events of AWS: messages of clients, and changes of states. It puts together the node that keeps nothing, the table of connections and
 * the posts to the gateway; it knows no class of the Lambda runtime.
 */
@NullMarked
package dev.trebuchetfx.lambda.event;

import org.jspecify.annotations.NullMarked;
