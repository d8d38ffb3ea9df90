// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do.
 *
 * @param dueDate the last day on which it is in time; null, and left out of the JSON, where it has none
 */
public record Todo(
        UUID id,
        String title,
        boolean isCompleted,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LocalDate dueDate) {

    Todo withTitle(String next) {
        return new Todo(id, next, isCompleted, createdAt, dueDate);
    }

    Todo withDueDate(@Nullable LocalDate next) {
        return new Todo(id, title, isCompleted, createdAt, next);
    }

    Todo toggled() {
        return new Todo(id, title, !isCompleted, createdAt, dueDate);
    }
}
