// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.act.ActTarget;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.board.BoardModel;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import javafx.scene.Scene;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Draws the drawer and the overview for people to look at: {@code target/pictures}. */
class DrawerPictureTest {
    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    private static Path draw(
            String name,
            Theme theme,
            InspectorSession inspector,
            double width,
            double height,
            Consumer<BoardModel> arrange) {
        Scene scene = FxTesting.call(() -> {
            Scene shown = new Scene(inspector.view(), width, height);
            shown.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            shown.getRoot().applyCss();
            shown.getRoot().layout();
            return shown;
        });
        await().untilAsserted(() -> assertThat(settled(inspector)).isTrue());
        FxTesting.call(() -> {
            arrange.accept(inspector.board());
            return null;
        });
        await().untilAsserted(() -> assertThat(settled(inspector)).isTrue());
        return FxTesting.call(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            // Widths known by now ask for other columns.
            scene.getRoot().layout();
            Path file = Path.of("target", "pictures", name + ".png");
            FxTesting.snapshot(scene, file);
            FxTesting.snapshot(scene, Path.of("target", "pictures", name + "-200.png"), 2);
            assertThat(FxTesting.namelessControls(scene.getRoot())).isEmpty();
            return file;
        });
    }

    /** Everything was read, and nothing is asked for. */
    private static boolean settled(InspectorSession inspector) {
        return FxTesting.call(() -> {
            inspector.model().refresh();
            for (int i = 0; i < 8; i++) {
                inspector.board().refresh();
            }
            return inspector.model().snapshotProperty().get().position()
                            >= inspector.model().snapshotProperty().get().view().end()
                    && inspector.model().streams().isEmpty()
                            == inspector.model().lane().parts().isEmpty()
                    && inspector.board().isSettled();
        });
    }

    private static InspectorSession everything() {
        TapHub hub = new TapHub();
        Story story = new Story(hub);
        InspectorSession inspector = InspectorSession.attachTo(hub, story, null);
        FxTesting.call(() -> {
            inspector.model();
            Stories.everything(story);
            return null;
        });
        await().untilAsserted(() -> assertThat(FxTesting.call(() -> {
                    inspector.model().refresh();
                    return inspector.model().table().size();
                }))
                .isEqualTo(121));
        return inspector;
    }

    /** A source of events that are there already. */
    static InspectorSession of(EventLog log) {
        return InspectorSession.of(
                new EventSource() {
                    @Override
                    public void start() {}

                    @Override
                    public EventLog log() {
                        return log;
                    }

                    @Override
                    public void setRecording(boolean on) {}

                    @Override
                    public void close() {}
                },
                ActTarget.attached());
    }

    @ParameterizedTest
    @EnumSource(BoardModel.Tab.class)
    void drawsEachTabInLightAndDark(BoardModel.Tab tab) {
        String name = "drawer-" + tab.name().toLowerCase(Locale.ROOT);
        Consumer<BoardModel> arrange = board -> {
            board.tabProperty().set(tab);
            board.inspector()
                    .table()
                    .selectSequence(board.inspector().lane().parts().getFirst().streamID(), 46);
        };
        assertThat(draw(name + "-light", new PrimerLight(), everything(), 1_440, 900, arrange))
                .isNotEmptyFile();
        assertThat(draw(name + "-dark", new PrimerDark(), everything(), 1_280, 800, arrange))
                .isNotEmptyFile();
    }

    static EventLog manyStreams() {
        FaultModel model = new FaultModel(true).connect();
        Random random = new Random(7);
        for (int i = 1; i <= 64; i++) {
            model.open(i % 9 == 0 ? "warehouse/eu-central-1/orders/2026/customers/" + i : "actor-" + i, null);
        }
        for (int step = 0; step < 600; step++) {
            Subject subject = model.subjects.get(random.nextInt(64));
            switch (random.nextInt(12)) {
                case 0 -> model.drop(subject, 1 + random.nextInt(2));
                case 1 -> model.duplicate(subject, 0);
                case 2 -> model.reorder(subject);
                case 3 -> model.drift(subject);
                default -> model.updates(subject, 2);
            }
            if (step % 150 == 149) {
                model.cut().connect();
                for (int i = 0; i < 64; i++) {
                    model.resumeReplayed(model.subjects.get(i), random.nextInt(3), 0);
                }
            }
        }
        return ModelLog.of(model, true);
    }

    @Test
    void drawsSixtyFourStreamsWithLongNamesAndManyProblems() {
        assertThat(draw(
                        "drawer-64-timeline-light",
                        new PrimerLight(),
                        of(manyStreams()),
                        1_440,
                        900,
                        board -> board.tabProperty().set(BoardModel.Tab.TIMELINE)))
                .isNotEmptyFile();
        assertThat(draw(
                        "drawer-64-problems-dark",
                        new PrimerDark(),
                        of(manyStreams()),
                        1_440,
                        900,
                        board -> board.tabProperty().set(BoardModel.Tab.PROBLEMS)))
                .isNotEmptyFile();
        assertThat(draw(
                        "drawer-64-range-light",
                        new PrimerLight(),
                        of(manyStreams()),
                        1_440,
                        900,
                        board -> board.overview().narrow(0.55, 0.7)))
                .isNotEmptyFile();
    }

    @Test
    void drawsWhatIsThereBeforeAnythingHappens() {
        TapHub hub = new TapHub();
        for (BoardModel.Tab tab : BoardModel.Tab.values()) {
            InspectorSession inspector = InspectorSession.attachTo(hub, new Story(hub), null);
            String name = "drawer-empty-" + tab.name().toLowerCase(Locale.ROOT);
            assertThat(draw(name, new PrimerLight(), inspector, 1_280, 800, board -> board.tabProperty()
                            .set(tab)))
                    .isNotEmptyFile();
        }
        InspectorSession closed = InspectorSession.attachTo(hub, new Story(hub), null);
        assertThat(draw("drawer-closed-dark", new PrimerDark(), closed, 1_280, 800, board -> board.openProperty()
                        .set(false)))
                .isNotEmptyFile();
    }
}
