// SPDX-License-Identifier: Apache-2.0
/**
 * The store of actors' states on Amazon DynamoDB. It numbers and logs the edits that others make in the table, and one node at a time reads the
 * table's stream for all. Uses the interface of stores and the time; knows no actor, stream or connection of a client.
 */
@NullMarked
package dev.trebuchetfx.server.dynamodb;

import org.jspecify.annotations.NullMarked;
