// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerLight;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.bindings.testing.HeadlessFx;
import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.StreamDetailModel;
import dev.trebuchetfx.inspector.model.StreamItem;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import javafx.scene.Scene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the inspector says of a real client, of a server that has faults on demand. */
@HeadlessFx
class RealClientTest {
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private StubServer server;
    private TrebuchetClient client;
    private TrebuchetClient elsewhere;
    private InspectorSession inspector;
    private InspectorModel model;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder().buffer(20).bundledActors().start();
        client = TrebuchetClient.builder(server.uri()).backoff(WHEN_ASKED).build();
        elsewhere = TrebuchetClient.connect(server.uri().toString());
        inspector = InspectorSession.attachTo(client, ActTarget.embedded());
        model = FxTesting.call(inspector::model);
        client.actor("counter").observe("observeState", JsonNode.class).listen(event -> {});
        until(row -> "live".equals(row.freshnessWord()));
        increment(5);
        until(row -> "7".equals(row.next()));
    }

    @AfterEach
    void stop() {
        inspector.close();
        client.close();
        elsewhere.close();
        server.close();
    }

    private StreamItem.Row until(Predicate<StreamItem.Row> condition) {
        return await().until(
                        () -> FxTesting.call(() -> {
                            model.refresh();
                            return model.streams().isEmpty()
                                    ? null
                                    : model.streams().getFirst().rowProperty().get();
                        }),
                        row -> row != null && condition.test(row));
    }

    private void increment(int times) {
        ActorRef counter = elsewhere.actor("counter");
        for (int i = 0; i < times; i++) {
            counter.call("increment", Long.class, CallOptions.WHEN_CONNECTED).join();
        }
    }

    private void whileCut(Runnable meanwhile) {
        server.faults().cut();
        until(row -> "stale".equals(row.freshnessWord()));
        meanwhile.run();
        client.reconnectNow();
        until(row -> "live".equals(row.freshnessWord()));
    }

    /** The last resume, when it is judged for good. */
    private StreamDetailModel.Resume lastResume(ResumeVerdict verdict) {
        return await().until(
                        () -> FxTesting.call(() -> {
                            model.refresh();
                            return model.streamDetail().factsProperty().get().resumes();
                        }),
                        resumes -> !resumes.isEmpty() && resumes.getFirst().verdict() == verdict)
                .getFirst();
    }

    @Test
    void whoComesLateSeesTheConnectionAndTheStreamsThatGoOn() {
        try (InspectorSession late = InspectorSession.attachTo(client, ActTarget.embedded())) {
            InspectorModel lateModel = FxTesting.call(late::model);
            increment(2);
            until(row -> "9".equals(row.next()));
            await().until(() -> FxTesting.call(() -> {
                lateModel.refresh();
                return lateModel.streams().stream().anyMatch(stream -> "9"
                        .equals(stream.rowProperty().get().next()));
            }));
            assertThat(lateModel.connection().headerProperty().get().state()).isEqualTo("connected");
            StreamItem.Row row = lateModel.streams().getFirst().rowProperty().get();
            assertThat(row.next()).isEqualTo("9");
            assertThat(row.lost()).isZero();
        }
    }

    @Test
    void aCutLineIsReplayedAndAuditedAsComplete() {
        whileCut(() -> increment(4));
        StreamItem.Row row = until(shown -> "11".equals(shown.next()));
        assertThat(row.replayed()).isEqualTo(4);
        assertThat(row.lost()).isZero();
        assertThat(row.duplicates()).isZero();
        assertThat(lastResume(ResumeVerdict.COMPLETE).words().replayed()).isEqualTo("4  (7–10)");
    }

    @Test
    void anOverrunBufferIsARestartWithItsLossCounted() {
        whileCut(() -> increment(40));
        StreamItem.Row row = until(shown -> shown.restarts() == 1 && "2".equals(shown.next()) && shown.lost() == 39);
        assertThat(row.duplicates()).isZero();
        StreamDetailModel.Resume last = lastResume(ResumeVerdict.RESTARTED);
        assertThat(last.words().reason()).isEqualTo("evicted");
        assertThat(last.words().missing()).isEqualTo("39");
    }

    @Test
    void anUpdateThatIsLostOnTheLineIsAGapThatHeals() {
        server.faults().drop(2);
        increment(3);
        StreamItem.Row row = until(shown -> "10".equals(shown.next()) && "live".equals(shown.freshnessWord()));
        assertThat(row.lost()).isZero();
        // The third came too, after the gap: in the replay it overlaps.
        assertThat(row.replayed()).isEqualTo(2);
        await().until(() -> FxTesting.call(() -> {
            model.refresh();
            return model.streamDetail().factsProperty().get().gaps().stream()
                    .anyMatch(gap -> "Gap 7–8: healed".equals(gap.title()));
        }));
    }

    @Test
    void drawsWhatHappened() {
        whileCut(() -> increment(4));
        server.faults().drop(2);
        increment(3);
        until(row -> "14".equals(row.next()) && "live".equals(row.freshnessWord()));
        whileCut(() -> increment(40));
        until(row -> row.restarts() == 1);
        increment(3);
        until(row -> "5".equals(row.next()));
        Path file = Path.of("target", "pictures", "inspector-real.png");
        FxTesting.call(() -> {
            Scene scene = new Scene(inspector.view(), 1_280, 800);
            scene.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            scene.getRoot().applyCss();
            model.table().selectSequence(model.lane().parts().getFirst().streamID(), 9);
            scene.getRoot().layout();
            FxTesting.snapshot(scene, file);
            return true;
        });
        assertThat(file).isNotEmptyFile();
    }
}
