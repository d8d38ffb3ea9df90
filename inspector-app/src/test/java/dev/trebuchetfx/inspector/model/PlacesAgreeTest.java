// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.BufferCard;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.audit.RandomFaults;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.board.CardsModel;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.text.Texts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All places of the window that show a fact say the same of it, in captures in which no client tells what it makes of its messages. */
class PlacesAgreeTest {
    private static final int MODELS = 40;
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53Z");
    private static final URI SERVER = URI.create("ws://127.0.0.1:8080");

    private EventLog log = new EventLog(CaptureLimits.DEFAULT);
    private long counted;
    private long positioned;
    private long caughtUp;

    /** A capture that is only looked at. */
    private record Held(EventLog log) implements EventSource {
        @Override
        public void start() {}

        @Override
        public void setRecording(boolean on) {}

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        log.close();
    }

    private InspectorModel shown() {
        InspectorModel model = new InspectorModel(new Held(log), InstantSource.fixed(AT), ZoneOffset.UTC);
        for (int pulse = 0; pulse < 100 && !(pulse > 1 && model.isCaughtUp()); pulse++) {
            model.refresh();
        }
        return model;
    }

    private void open(FaultModel model) {
        log.close();
        log = ModelLog.of(model, true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onEverySequenceOfFaults(boolean extended) {
        for (int seed = 0; seed < MODELS; seed++) {
            FaultModel model = new FaultModel(extended);
            Random random = new Random(seed);
            open(extended ? RandomFaults.extended(model, random) : RandomFaults.version2(model, random));
            String about = (extended ? "extended" : "version 2") + ", seed " + seed;
            InspectorModel inspector = shown();
            chips(inspector, about);
            positions(inspector, about);
            problems(inspector, about);
        }
        assertThat(counted).as("what the chips counted").isPositive();
        assertThat(positioned > 0)
                .as("a version 2 server does not tell what it keeps")
                .isEqualTo(extended);
        assertThat(caughtUp).isPositive();
    }

    /** A chip says how many rows the table shows when it is on. */
    private void chips(InspectorModel inspector, String about) {
        MessageFilterModel filter = inspector.table().filter();
        filter.heartbeatsProperty().set(true);
        for (QueryFlag flag : ChipTerms.FLAGS) {
            filter.chipProperty(flag).set(true);
            for (int pulse = 0; pulse < 100 && !(pulse > 1 && inspector.isCaughtUp()); pulse++) {
                inspector.refresh();
            }
            assertThat(filter.countProperty(flag).get())
                    .as("chip %s and the table, %s", flag, about)
                    .isEqualTo(inspector.table().size());
            counted += filter.countProperty(flag).get();
            filter.chipProperty(flag).set(false);
        }
    }

    private void positions(InspectorModel inspector, String about) {
        BoardModel board = new BoardModel(inspector, ZoneOffset.UTC, Runnable::run);
        board.openProperty().set(true);
        board.tabProperty().set(BoardModel.Tab.BUFFER);
        board.refresh();
        for (StreamItem item : inspector.streams()) {
            inspector.chosenProperty().set(item);
            inspector.refresh();
            StreamCard card = Objects.requireNonNull(
                            inspector.snapshotProperty().get().chosen())
                    .card();
            if (card == null) {
                continue;
            }
            StreamItem.Row row = item.rowProperty().get();
            StreamDetailModel.Facts facts =
                    inspector.streamDetail().factsProperty().get();
            assertThat(row.lost()).as("missing of %s, %s", card.name(), about).isEqualTo(card.missing());
            BufferCard buffer = card.buffer();
            if (buffer != null) {
                assertThat(facts.checkpoint())
                        .as("checkpoint of %s, %s", card.name(), about)
                        .isEqualTo(buffer.checkpoint());
                assertThat(facts.risk())
                        .as("risk of %s, %s", card.name(), about)
                        .isEqualTo(buffer.isAtRisk());
                assertThat(board.cards().buffers())
                        .filteredOn(CardsModel.Buffer::number, card.number())
                        .allSatisfy(shown -> {
                            assertThat(shown.words().checkpoint()).isEqualTo(Texts.sequence(buffer.checkpoint()));
                            assertThat(shown.words().risk()).isEqualTo(facts.risk());
                            positioned++;
                        });
            }
            boolean complete =
                    !card.resumes().isEmpty() && card.resumes().getLast().verdict() == ResumeVerdict.COMPLETE;
            if (complete) {
                caughtUp++;
                assertThat(row.freshness())
                        .as("%s, which has all that it missed, %s", card.name(), about)
                        .isNotEqualTo(Freshness.CATCHING_UP);
            }
        }
    }

    private static void problems(InspectorModel inspector, String about) {
        boolean none = inspector.snapshotProperty().get().report().problems().isEmpty();
        StatusModel.Status status = inspector.status().statusProperty().get();
        assertThat(status.worstWords().equals("no problems"))
                .as("status line and list, %s", about)
                .isEqualTo(none);
    }

    @Test
    void whoMissedNothingIsLiveAgain() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.cut().connect();
        model.resumeReplayed(todos, 0, 0);
        open(model);
        StreamItem.Row row = shown().streams().getFirst().rowProperty().get();
        assertThat(row.freshness()).isEqualTo(Freshness.LIVE);
        assertThat(row.why()).isEqualTo("nothing was missed");
    }

    @Test
    void whoGotAllThatWasMissedIsLiveAgain() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.cut().connect();
        model.resumeReplayed(todos, 4, 0);
        open(model);
        assertThat(shown().streams().getFirst().rowProperty().get().freshness()).isEqualTo(Freshness.LIVE);
    }

    private void tell(int connection, ConnectionState state) {
        new TapEvents(0, log).onEvent(new TapEvent.ConnectionChanged(AT, connection, state));
    }

    @Test
    void theHeaderIsOfTheConnectionsThatAreUp() {
        tell(1, new ConnectionState.Connected(SERVER));
        tell(2, new ConnectionState.Connected(SERVER));
        ConnectionModel.Header both = shown().connection().headerProperty().get();
        assertThat(both.state()).isEqualTo("connected");
        assertThat(both.number()).isEqualTo("2 connections");
        tell(1, new ConnectionState.Offline("the client has gone"));
        tell(3, new ConnectionState.Connecting(SERVER));
        tell(3, new ConnectionState.Offline("refused"));
        ConnectionModel.Header one = shown().connection().headerProperty().get();
        assertThat(one.health()).isEqualTo(ConnectionModel.Health.UP);
        assertThat(one.number()).isEqualTo("connection 2");
        tell(2, new ConnectionState.Offline("the client has gone"));
        assertThat(shown().connection().headerProperty().get().state()).isEqualTo("offline");
    }

    @Test
    void attemptsThatFailedAreProblems() {
        tell(0, new ConnectionState.Connecting(SERVER));
        for (int attempt = 1; attempt <= 6; attempt++) {
            tell(0, new ConnectionState.Reconnecting(attempt, SERVER, AT, "refused"));
        }
        tell(1, new ConnectionState.Connected(SERVER));
        tell(1, new ConnectionState.Reconnecting(1, SERVER, AT, "reset"));
        InspectorModel model = shown();
        assertThat(model.snapshotProperty().get().report().problems())
                .hasSize(6)
                .allMatch(problem -> problem.what().equals("an attempt to connect failed: refused"));
        assertThat(model.status().statusProperty().get().worstWords()).isEqualTo("6 warnings · not connected");
        assertThat(model.status().statusProperty().get().lost()).isEmpty();
    }

    /** Two clients, one after the other, that ask for the same. */
    private List<StreamCard> twoClients(Duration between, boolean onPurpose) {
        FaultModel model = new FaultModel(true).connect();
        Subject first = model.open("todos", null);
        model.updates(first, 3);
        if (onPurpose) {
            model.events.add(new LineEvent.Left(model.events.getLast().time() + 1, 1));
        } else {
            model.cut();
        }
        model.after(between.toMillis()).connect();
        Subject second = model.open("todos", null);
        model.updates(second, 3);
        open(model);
        return shown().snapshotProperty().get().report().streams();
    }

    @Test
    void aClientThatComesLongAfterAnotherIsAnother() {
        assertThat(twoClients(Duration.ofMinutes(5), false)).hasSize(2).allSatisfy(card -> assertThat(card.restarts())
                .isZero());
        assertThat(twoClients(Duration.ofSeconds(3), true)).hasSize(2);
        assertThat(twoClients(Duration.ofSeconds(3), false))
                .as("it lost its line and asks anew")
                .hasSize(1);
    }
}
