// SPDX-License-Identifier: Apache-2.0
/**
 * The store of actors' states on PostgreSQL. Its triggers number and log the edits that others make in the tables, and it hears of them by
 * NOTIFY or by logical replication. Uses the interface of stores and the time; knows no actor, stream or connection of a client.
 */
@NullMarked
package dev.trebuchetfx.server.postgres;

import org.jspecify.annotations.NullMarked;
