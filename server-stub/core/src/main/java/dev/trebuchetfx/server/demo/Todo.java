// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import java.time.Instant;
import java.util.UUID;

/** One thing to do. */
public record Todo(UUID id, String title, boolean isCompleted, Instant createdAt) {
    Todo withTitle(String next) {
        return new Todo(id, next, isCompleted, createdAt);
    }

    Todo toggled() {
        return new Todo(id, title, !isCompleted, createdAt);
    }
}
