// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FxToolkitTest {
    @Test
    void linuxNeedsADisplayServer() {
        assertThat(FxToolkit.hasDisplay(Map.of(), "Linux")).isFalse();
        assertThat(FxToolkit.hasDisplay(Map.of("DISPLAY", ""), "Linux")).isFalse();
        assertThat(FxToolkit.hasDisplay(Map.of("DISPLAY", ":0"), "Linux")).isTrue();
        assertThat(FxToolkit.hasDisplay(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux"))
                .isTrue();
    }

    @Test
    void otherSystemsHaveOne() {
        assertThat(FxToolkit.hasDisplay(Map.of(), "Mac OS X")).isTrue();
        assertThat(FxToolkit.hasDisplay(Map.of(), "Windows 11")).isTrue();
    }
}
