// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * One thing to do.
 *
 * @param id stays the same for as long as the todo lives
 * @param title what to do, one line
 * @param isCompleted whether it is done
 * @param createdAt when it was added, in the server's clock
 */
public record TodoItem(
        UUID id, String title, @JsonProperty("isCompleted") boolean isCompleted, Instant createdAt) {}
