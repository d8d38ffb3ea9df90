// SPDX-License-Identifier: Apache-2.0
/**
 * The store of actors' states on MongoDB. A hash beside each state tells an edit that others made, which whoever meets it numbers and logs;
 * a change stream tells of all changes. Uses the interface of stores and the time; knows no actor, stream or connection of a client.
 */
@NullMarked
package dev.trebuchetfx.server.mongodb;

import org.jspecify.annotations.NullMarked;
