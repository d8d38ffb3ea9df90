// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that tell how an API differs from the one that is kept. */
class PublicApiTest {
    private static final String FIRST = "public final class dev.trebuchetfx.First<T> : dev.trebuchetfx.Base";
    private static final String SECOND = "public abstract interface dev.trebuchetfx.Second$Part";
    private static final String SIZE = "    public int size()";

    @Test
    void aMemberIsToldWithItsType() {
        assertThat(PublicApi.difference(List.of(FIRST), List.of(FIRST, SIZE)))
                .isEqualTo("+ dev.trebuchetfx.First: public int size()");
    }

    @Test
    void aMemberThatMovesToAnotherTypeIsTold() {
        assertThat(PublicApi.difference(List.of(FIRST, SIZE, SECOND), List.of(FIRST, SECOND, SIZE)))
                .isEqualTo(
                        "- dev.trebuchetfx.First: public int size()\n+ dev.trebuchetfx.Second$Part: public int size()");
    }

    @Test
    void aTypeIsTold() {
        assertThat(PublicApi.difference(List.of(FIRST, SIZE), List.of(SECOND, SIZE)))
                .isEqualTo("- " + FIRST + "\n- dev.trebuchetfx.First: public int size()\n+ " + SECOND
                        + "\n+ dev.trebuchetfx.Second$Part: public int size()");
    }
}
