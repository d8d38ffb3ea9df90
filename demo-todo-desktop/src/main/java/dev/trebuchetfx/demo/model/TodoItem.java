// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A todo: one thing to do. Immutable.
 *
 * @param id the id, which never changes
 * @param title what to do, one line
 * @param isCompleted whether the todo is done
 * @param createdAt the time when it was added, by the server's clock
 * @param dueDate the last day on which it is done in time; null for none, and at a server whose todos have none
 */
public record TodoItem(
        UUID id,
        String title,
        @JsonProperty("isCompleted") boolean isCompleted,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LocalDate dueDate) {

    /** Returns an open todo without a due date. */
    public static TodoItem open(UUID id, String title, Instant createdAt) {
        return new TodoItem(id, title, false, createdAt, null);
    }

    /** Returns this todo with another title. */
    public TodoItem withTitle(String next) {
        return new TodoItem(id, next, isCompleted, createdAt, dueDate);
    }

    /** Returns this todo as if it had been added at another time. */
    public TodoItem withCreatedAt(Instant next) {
        return new TodoItem(id, title, isCompleted, next, dueDate);
    }

    /** Returns this todo with another due date, or with none for null. */
    public TodoItem withDueDate(@Nullable LocalDate next) {
        return new TodoItem(id, title, isCompleted, createdAt, next);
    }

    /** Returns this todo done if it is open, and open if it is done. */
    public TodoItem toggled() {
        return new TodoItem(id, title, !isCompleted, createdAt, dueDate);
    }
}
