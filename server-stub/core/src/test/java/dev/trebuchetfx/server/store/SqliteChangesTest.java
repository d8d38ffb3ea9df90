// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for changes of a SQLite file happen at their interval, and find what others committed. */
class SqliteChangesTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final Path file;
    private final SqliteStateStore store;
    private final StateChangeSource source;
    private final List<String> heard = new ArrayList<>();

    SqliteChangesTest(@TempDir Path folder) {
        file = folder.resolve("states.db");
        store = opened();
        source = store.changes();
        source.start(new StateChangeSource.Listener() {
            @Override
            public void connected() {
                heard.add("connected");
            }

            @Override
            public void changed(StateChange change) {
                heard.add("changed");
            }

            @Override
            public void disconnected(String why) {
                heard.add(why);
            }

            @Override
            public void malformed(String what) {
                heard.add(what);
            }
        });
    }

    private SqliteStateStore opened() {
        return new SqliteStateStore(
                file,
                LogRetention.DEFAULT,
                time,
                new SqliteStateStore.Settings(Duration.ofMillis(50), INTERVAL, 1_000, Runnable::run));
    }

    @AfterEach
    void close() {
        source.close();
        store.close();
    }

    private static void save(ActorStateStore to) {
        to.save("a", UUID.randomUUID(), Bytes.utf8("{}"));
    }

    @Test
    void hearsOfAnotherStoreAtTheNextLook() {
        assertThat(heard).containsExactly("connected");
        try (SqliteStateStore other = opened()) {
            save(other);
            save(other);

            time.advance(INTERVAL.minusMillis(1));
            assertThat(heard).hasSize(1);
            time.advance(Duration.ofMillis(1));
            assertThat(heard).containsExactly("connected", "connected");
            time.advance(INTERVAL.multipliedBy(5));
            assertThat(heard).hasSize(2);

            // The store's own write reads what the other wrote, which is news all the same.
            save(other);
            save(store);
            time.advance(INTERVAL);
            assertThat(heard).hasSize(3);
        }
    }

    @Test
    void hearsNothingOfItsOwnWrites() {
        save(store);
        store.delete("a");
        save(store);

        time.advance(INTERVAL.multipliedBy(3));

        assertThat(heard).containsExactly("connected");
    }

    @Test
    void hearsOfEditsFromOutside() throws SQLException {
        save(store);
        try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = outside.createStatement()) {
            statement.execute("UPDATE actor_states SET state = '[]'");
            time.advance(INTERVAL);
            assertThat(heard).hasSize(2);

            statement.execute("BEGIN");
            statement.execute("DELETE FROM actor_states");
            time.advance(INTERVAL);
            assertThat(heard).hasSize(2);
            statement.execute("COMMIT");
            time.advance(INTERVAL);
            assertThat(heard).hasSize(3).containsOnly("connected");
        }
    }

    @Test
    void hearsOfAnotherProcess() throws Exception {
        WritingProcess.start(file).killAfter(5);

        time.advance(INTERVAL);

        assertThat(heard).containsExactly("connected", "connected");
        assertThat(store.exists(WritingProcess.ACTOR)).isTrue();
    }

    @Test
    void saysOnceThatTheFileCanNotBeRead() {
        store.close();

        time.advance(INTERVAL.multipliedBy(3));

        assertThat(heard).containsExactly("connected", "the store of the file " + file + " must be open but is closed");
    }

    @Test
    void looksNoMoreOnceItIsClosed() {
        assertThat(time.scheduled()).isEqualTo(1);

        source.close();

        assertThat(time.scheduled()).isZero();
        try (SqliteStateStore other = opened()) {
            save(other);
        }
        time.advance(INTERVAL);
        assertThat(heard).containsExactly("connected");
    }
}
