// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.SqliteStateStoreProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server with a file of SQLite in a process of its own, which a test can kill at any moment. Owned by the test's thread. */
final class StoredServerProcess implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private StoredServerProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** An actor that notes who called. */
    public static final class Notes implements StatefulActor<Notes.Taken> {
        private final PersistentState<Taken> state = new PersistentState<>(Taken.class, new Taken(List.of()));

        /** The calls that were taken, in order. */
        public record Taken(List<Integer> calls) {}

        @Override
        public PersistentState<Taken> persistentState() {
            return state;
        }

        public StreamedState<Taken> observeState() {
            return state.streamed();
        }

        public List<Integer> taken() {
            return state.get().calls();
        }

        public int take(int call) {
            List<Integer> calls = new ArrayList<>(state.get().calls());
            calls.add(call);
            state.set(new Taken(List.copyOf(calls)));
            return calls.size();
        }
    }

    static StoredServerProcess start(Path file) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoredServerProcess.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new AssertionError("the server has ended with " + process);
        }
        return new StoredServerProcess(process, URI.create(line));
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        kill();
    }

    /** Ends the process at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws Exception {
        SystemTime time = new SystemTime("timers", Clock.systemUTC());
        StubServer server = StubServer.builder()
                .store(new SqliteStateStoreProvider()
                        .open("sqlite:" + arguments[0], LogRetention.DEFAULT, Map.of(), time))
                .expose("notes", new Notes())
                .start();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(server.uri());
        server.awaitClosed();
    }
}
