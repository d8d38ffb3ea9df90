// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.internal.json.Pointer;
import tools.jackson.databind.JsonNode;

/** One step of a JSON Patch, RFC 6902. */
public sealed interface PatchOperation {
    /** Where the step is made. */
    Pointer path();

    /** How RFC 6902 names it. */
    String name();

    /** Puts a value in: before the item at that index, or as that property, whether it is there or not. */
    record Add(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "add";
        }
    }

    /** Takes a value away, which must be there. */
    record Remove(Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "remove";
        }
    }

    /** Puts a value in place of another, which must be there. */
    record Replace(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "replace";
        }
    }

    /** Takes the value at {@code from} away and puts it in at {@code path}. */
    record Move(Pointer from, Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "move";
        }
    }

    /** Puts the value at {@code from} in at {@code path} too. */
    record Copy(Pointer from, Pointer path) implements PatchOperation {
        @Override
        public String name() {
            return "copy";
        }
    }

    /** Goes on only where this value is there. */
    record Test(Pointer path, JsonNode value) implements PatchOperation {
        @Override
        public String name() {
            return "test";
        }
    }
}
