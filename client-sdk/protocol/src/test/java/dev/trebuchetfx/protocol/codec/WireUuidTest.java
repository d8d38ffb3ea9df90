// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class WireUuidTest {
    @Property
    void isReadAndWrittenAsJavaDoes(@ForAll long most, @ForAll long least) {
        UUID value = new UUID(most, least);

        assertThat(WireUuid.text(value)).isEqualTo(value.toString().toUpperCase(Locale.ROOT));
        assertThat(WireUuid.parse(value.toString())).isEqualTo(value);
        assertThat(WireUuid.parse(WireUuid.text(value))).isEqualTo(value);
    }

    @Property
    void anotherCharacterAnywhereMakesItNone(
            @ForAll long most,
            @ForAll long least,
            @ForAll @CharRange(from = 'G', to = 'Z') char other,
            @ForAll byte at) {
        StringBuilder text = new StringBuilder(new UUID(most, least).toString());
        text.setCharAt(Math.floorMod(at, text.length()), other);

        assertThat(WireUuid.parse(text.toString())).isNull();
    }

    @Property
    void anyTextIsAUuidOrNone(@ForAll @StringLength(36) String text) {
        UUID value = WireUuid.parse(text);

        if (value != null) {
            assertThat(text).isEqualToIgnoringCase(value.toString());
        }
    }

    @Test
    void takesNoShorterGroupsAndNoDigitsOfOtherScripts() {
        assertThat(WireUuid.parse("1-2-3-4-5")).isNull();
        assertThat(WireUuid.parse("")).isNull();
        assertThat(WireUuid.parse("00000000-0000-0000-0000-00000000000\u0660")).isNull();
        assertThat(WireUuid.parse("000000000000000000000000000000000000")).isNull();
    }
}
