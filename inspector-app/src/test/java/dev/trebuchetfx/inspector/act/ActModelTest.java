// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.inspector.act.ActEntry.Outcome;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.cli.FaultCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** Acting on a real server over sockets, without a window. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class ActModelTest {
    private StubServer server;
    private URI admin;
    private ActModel model;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        server = StubServer.builder().bundledActors().adminPort(0).start();
        admin = server.adminUri();
        model = new ActModel(
                ActTarget.server(
                        new ClientCaller(() -> TrebuchetClient.builder(server.uri()), InstantSource.system()),
                        new AdminFaultGate(admin)),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        model.close();
        server.close();
    }

    private ActEntry newest(String what) {
        model.refresh();
        return model.entries().stream()
                .filter(entry -> entry.what().startsWith(what))
                .findFirst()
                .orElse(new ActEntry(-1, java.time.Instant.EPOCH, "", "", Outcome.PENDING));
    }

    private ActEntry settled(String what) {
        await().until(() -> newest(what).outcome() != Outcome.PENDING);
        return newest(what);
    }

    private boolean told(String start) {
        model.refresh();
        return model.entries().stream()
                .anyMatch(
                        entry -> entry.what().equals("stream") && entry.result().startsWith(start));
    }

    private void at(String actor, String method, String arguments) {
        model.actorProperty().set(actor);
        model.methodProperty().set(method);
        model.argumentsProperty().set(arguments);
    }

    @Test
    void aCallShowsItsResponseOrWhatWentWrong() {
        at("todos", "addTodo", "\"Oil the winch\"");
        model.call();
        assertThat(settled("call todos.addTodo").outcome()).isEqualTo(Outcome.DONE);
        at("todos", "pendingCount", "");
        model.call();
        assertThat(settled("call todos.pendingCount").result()).isEqualTo("1");
        at("todos", "fly", "");
        model.call();
        assertThat(settled("call todos.fly")).satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(entry.result()).contains("fly");
        });
        at("todos", "addTodo", "Oil the winch");
        model.call();
        assertThat(newest("call").result()).contains("a text needs quotes: \"Oil the winch\"");
        at("", "", "");
        model.call();
        assertThat(newest("call").result()).contains("name an actor and a method");
    }

    @Test
    void aStreamOfItsOwnIsResumedFromAnyNumberAndTheWatchedOneIsLeftAlone() throws Exception {
        AtomicInteger watched = new AtomicInteger();
        try (TrebuchetClient application = TrebuchetClient.builder(server.uri()).build()) {
            application
                    .actor("counter")
                    .observe("observeState", JsonNode.class)
                    .listen(StreamListener.ofUpdates(update -> watched.incrementAndGet()));
            await().until(() -> watched.get() == 1);
            at("counter", "observeState", "");
            model.resume();
            assertThat(newest("resume").result()).contains("open a stream first");
            model.open();
            await().until(() -> told("full 1"));
            for (int i = 0; i < 3; i++) {
                application.actor("counter").call("increment", Long.class).join();
            }
            await().until(() -> told("full 4"));
            model.entries().clear();
            model.sequenceProperty().set("1");
            model.resume();
            await().until(() -> told("replay 4"));
            assertThat(told("replay 2")).isTrue();
            assertThat(told("resumed after 1: replayed; the server had 1 to 4")).isTrue();
            model.sequenceProperty().set("99");
            model.resume();
            await().until(() -> told("resumed after 99: restarted, ahead"));
            application.actor("counter").call("increment", Long.class).join();
            await().until(() -> watched.get() == 5);
        }
        model.sequenceProperty().set("x");
        model.resume();
        assertThat(newest("resume").outcome()).isEqualTo(Outcome.FAILED);
        model.filterProperty().set("nonsense");
        model.open();
        assertThat(newest("stream counter").result()).contains("expected changed");
    }

    @Test
    void faultsDoneAreSavedAndPlayedAgainFromTheCommandLine() {
        model.kindProperty().set("drop");
        model.parametersProperty().set("n=2");
        model.injectFault();
        assertThat(settled("fault drop").outcome()).isEqualTo(Outcome.DONE);
        model.kindProperty().set("pause");
        model.parametersProperty().set("");
        model.injectFault();
        assertThat(newest("fault pause").result()).contains("needs a time");
        model.parametersProperty().set("ms=20");
        model.injectFault();
        assertThat(settled("fault pause ms=20").outcome()).isEqualTo(Outcome.DONE);
        assertThat(model.faultsDoneProperty().get()).isEqualTo(2);

        Path file = folder.resolve("faults.json");
        model.seedProperty().set("7");
        model.saveScenario(file);
        assertThat(settled("save 2 faults").result()).contains("--scenario " + file + " --seed 7");
        StringWriter out = new StringWriter();
        int code = new CommandLine(new FaultCommand())
                .setOut(new PrintWriter(out, true))
                .execute(admin.toString(), "--scenario", file.toString(), "--seed", "7");
        assertThat(code).isZero();
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).contains("\"kind\":\"drop\",\"affected\":2").contains("pause");
    }

    @Test
    void whereNothingCanBeDoneItSaysWhyAndWhatToDo() {
        for (ActTarget nothing : new ActTarget[] {ActTarget.file(), ActTarget.attached(), ActTarget.embedded()}) {
            ActModel quiet = new ActModel(nothing, InstantSource.system());
            quiet.call();
            quiet.open();
            quiet.resume();
            quiet.injectFault();
            assertThat(quiet.entries())
                    .hasSize(4)
                    .allMatch(entry -> entry.outcome() == Outcome.FAILED)
                    .allMatch(entry -> entry.result().contains("inspect"));
        }
    }
}
