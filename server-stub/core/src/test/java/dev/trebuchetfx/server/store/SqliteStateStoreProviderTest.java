// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a SQLite file is opened by its address. */
class SqliteStateStoreProviderTest {
    private final StateStoreProvider provider = ServiceLoader.load(StateStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.accepts("sqlite:states.db"))
            .findFirst()
            .orElseThrow();

    private ActorStateStore open(String address, Map<String, String> options) {
        return provider.open(address, LogRetention.DEFAULT, options, new ManualTime());
    }

    @Test
    void opensAFileByItsAddress(@TempDir Path folder) {
        String address = "sqlite:" + folder.resolve("my states.db");
        try (ActorStateStore store = open(address, Map.of())) {
            store.save("a", UUID.randomUUID(), Bytes.utf8("1"));
        }
        try (ActorStateStore store = open(address, Map.of())) {
            assertThat(store.load("a")).isEqualTo(Bytes.utf8("1"));
        }
        assertThat(folder.resolve("my states.db")).exists();
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        assertThat(provider.form()).isEqualTo("sqlite:FILE");
        assertThat(provider.accepts("postgresql://localhost/states")).isFalse();
        assertThatThrownBy(() -> open("sqlite:", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the address of a store in a SQLite file must be sqlite:FILE but names no file;"
                        + " write it after the colon");
        assertThatThrownBy(() -> open("sqlite:a\u0000b", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must name a file but is no path");
        assertThatThrownBy(() -> open("sqlite:states.db", Map.of("pool", "3", "colour", "red")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a store in a SQLite file must have no options but had colour, pool; leave them out");
    }
}
