// SPDX-License-Identifier: Apache-2.0
/**
 * The connections and their subscriptions, kept in one table of DynamoDB, so that any container serves any connection. It knows the table and how a
 * stream is left; it sends nothing.
 */
@NullMarked
package dev.trebuchetfx.lambda.connection;

import org.jspecify.annotations.NullMarked;
