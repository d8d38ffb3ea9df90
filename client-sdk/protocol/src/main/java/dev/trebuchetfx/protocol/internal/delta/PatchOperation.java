// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.Pointer;
import tools.jackson.databind.JsonNode;

/** One operation of a JSON Patch (RFC 6902, section 4). Immutable. */
public sealed interface PatchOperation {
    /** Returns the location in the document that the operation changes or tests. */
    Pointer path();

    /** Returns the name of the operation in RFC 6902, such as {@code "add"}. */
    String name();

    /** An operation that inserts a value before the item at an index, or sets a property. */
    record Add(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "add";
        }
    }

    /** An operation that removes an existing value. */
    record Remove(Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "remove";
        }
    }

    /** An operation that replaces an existing value. */
    record Replace(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "replace";
        }
    }

    /** An operation that removes the value at {@code from} and adds it at {@code path}. */
    record Move(Pointer from, Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "move";
        }
    }

    /** An operation that adds the value at {@code from} at {@code path} too. */
    record Copy(Pointer from, Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "copy";
        }
    }

    /** An operation that fails unless the value at {@code path} equals {@code value}. */
    record Test(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "test";
        }
    }
}
