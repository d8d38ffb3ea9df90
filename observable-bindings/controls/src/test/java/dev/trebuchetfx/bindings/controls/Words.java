// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import java.util.List;

/** A state for the tests of the parts. */
record Words(List<String> words) {
    Words with(String word) {
        return new Words(java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of(word))
                .toList());
    }
}
