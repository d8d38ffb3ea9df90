// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * A todo: one thing to do. Immutable.
 *
 * @param id the id, which never changes
 * @param title what to do, one line
 * @param isCompleted whether the todo is done
 * @param createdAt the time when it was added, by the server's clock
 */
public record TodoItem(
        UUID id, String title, @JsonProperty("isCompleted") boolean isCompleted, Instant createdAt) {}
