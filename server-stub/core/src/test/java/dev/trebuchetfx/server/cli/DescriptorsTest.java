// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DescriptorsTest {
    @Test
    void warnsWhereTheConnectionsNeedMoreThanTheProcessMayOpen() {
        assertThat(Descriptors.warning(1_000, 1_300)).isEmpty();
        assertThat(Descriptors.warning(1_000, 1_024))
                .hasValue(
                        "warning: this process may open 1024 files and sockets, but 1000 connections need about 1300; "
                                + "raise the limit by 'ulimit -n 1300' in the shell or LimitNOFILE in a systemd unit, "
                                + "or lower --max-connections");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void knowsTheLimitOfThisProcess() {
        assertThat(Descriptors.warning(Integer.MAX_VALUE)).hasValueSatisfying(warning -> assertThat(warning)
                .containsPattern("may open \\d+ files")
                .contains("'ulimit -n 2147483947'"));
        assertThat(Descriptors.warning(0)).isEmpty();
    }
}
