// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.model.StateModel;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.inspector.worker.TableQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.TabPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Draws the inspector for people to look at, and writes what a screen reader gets of it: {@code target/pictures}. */
class InspectorPictureTest {
    private static final Path FOLDER = Path.of("target", "pictures");

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    private static Path draw(String name, Theme theme, BiConsumer<Story, InspectorModel> scene) {
        return draw(name, theme, scene, shown -> {});
    }

    private static Path draw(
            String name, Theme theme, BiConsumer<Story, InspectorModel> scene, Consumer<Scene> arranged) {
        return draw(name, theme, 1_280, 800, scene, arranged);
    }

    private static Path draw(
            String name,
            Theme theme,
            double width,
            double height,
            BiConsumer<Story, InspectorModel> scene,
            Consumer<Scene> arranged) {
        TapHub hub = new TapHub();
        Story story = new Story(hub);
        return FxTesting.call(() -> {
            InspectorSession inspector = InspectorSession.attachTo(hub, story, null, Runnable::run);
            Scene shown = new Scene(inspector.view(), width, height);
            shown.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            shown.getRoot().applyCss();
            scene.accept(story, inspector.model());
            StateModel state = inspector.model().state();
            await().pollInSameThread().until(() -> {
                state.refresh();
                return !state.shownProperty().get().loading();
            });
            arranged.accept(shown);
            shown.getRoot().applyCss();
            shown.getRoot().layout();
            await().pollInSameThread().until(() -> {
                inspector.model().refresh();
                inspector.board().refresh();
                return inspector.board().isSettled();
            });
            shown.getRoot().applyCss();
            shown.getRoot().layout();
            // Widths known by now ask for other columns.
            shown.getRoot().layout();
            Path file = FOLDER.resolve(name + ".png");
            FxTesting.snapshot(shown, file);
            FxTesting.snapshot(shown, FOLDER.resolve(name + "-200.png"), 2);
            Files.writeString(FOLDER.resolve(name + ".txt"), FxTesting.accessibleTree(shown.getRoot()));
            assertThat(FxTesting.namelessControls(shown.getRoot())).isEmpty();
            return file;
        });
    }

    private static void everything(Story story, InspectorModel model) {
        Stories.everything(story);
        story.after(1_000);
        model.refresh();
        model.table().selectSequence(model.lane().parts().getFirst().streamID(), 46);
    }

    private static Consumer<Scene> tab(int index) {
        return scene ->
                ((TabPane) scene.lookup("#detail-tabs")).getSelectionModel().select(index);
    }

    @Test
    void drawsAWholeStoryInLightAndDark() {
        assertThat(draw("inspector-light", new PrimerLight(), InspectorPictureTest::everything))
                .isNotEmptyFile();
        assertThat(draw("inspector-dark", new PrimerDark(), InspectorPictureTest::everything))
                .isNotEmptyFile();
    }

    /** The file has the tree up to the status bar, whose figures are of the machine, and no times of day. */
    @Test
    void aScreenReaderGetsTheWholeWindow() throws Exception {
        draw("inspector-read-aloud", new PrimerLight(), InspectorPictureTest::everything);
        Path expected = Path.of(Objects.requireNonNull(InspectorPictureTest.class.getResource("read-aloud.txt"))
                .toURI());
        assertThat(Files.readString(FOLDER.resolve("inspector-read-aloud.txt"))
                        .replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "HH:MM:SS.mmm"))
                .startsWith(Files.readString(expected));
    }

    @Test
    void drawsASmallWindow() {
        assertThat(draw(
                        "inspector-small-light",
                        new PrimerLight(),
                        900,
                        600,
                        InspectorPictureTest::everything,
                        shown -> {}))
                .isNotEmptyFile();
    }

    @Test
    void drawsWhatIsThereBeforeAnythingHappens() {
        assertThat(draw("inspector-empty-light", new PrimerLight(), (story, model) -> model.refresh()))
                .isNotEmptyFile();
        assertThat(draw("inspector-empty-dark", new PrimerDark(), (story, model) -> model.refresh()))
                .isNotEmptyFile();
    }

    @Test
    void drawsALongStream() {
        assertThat(draw("inspector-long-dark", new PrimerDark(), (story, model) -> {
                    Story.Line line = story.connect()
                            .open(1, "warehouse/eu-central-1/orders/2026", "observeOpenOrdersByCustomer");
                    story.updates(line, 1, 1_000);
                    story.update(line, 1_001, UpdateKind.FULL);
                    story.freshness(line, Freshness.LIVE, "the newest state is shown");
                    story.after(1_500);
                    model.refresh();
                    model.table().selectLast();
                    model.lane().zoom(-6, 0);
                }))
                .isNotEmptyFile();
    }

    @Test
    void drawsAFilterThatHidesEverything() {
        assertThat(draw("inspector-filtered-light", new PrimerLight(), (story, model) -> {
                    everything(story, model);
                    model.table().filter().textProperty().set("\"no such thing\"");
                }))
                .isNotEmptyFile();
    }

    @Test
    void drawsTheStateThenAndWhatChanged() {
        assertThat(draw("state-light", new PrimerLight(), InspectorPictureTest::everything, tab(1)))
                .isNotEmptyFile();
        assertThat(draw("diff-dark", new PrimerDark(), InspectorPictureTest::everything, tab(2)))
                .isNotEmptyFile();
    }

    /** What the guides show, and what a window with a filter, marks and dropped events looks like. */
    @Test
    void drawsFilteringInLightAndDark() {
        assertThat(draw("filter-highlight-light", new PrimerLight(), (story, model) -> {
                    everything(story, model);
                    model.commands().toggleMark();
                    model.commands().comment("the replay ends here");
                    model.table().filter().textProperty().set("is:replay stream:todos");
                    model.table().filter().modeProperty().set(TableQuery.Mode.HIGHLIGHT);
                    model.refresh();
                }))
                .isNotEmptyFile();
        assertThat(draw("filter-wrong-dark", new PrimerDark(), (story, model) -> {
                    everything(story, model);
                    model.table().filter().textProperty().set("stream:todos seq:40..60");
                    model.table().filter().textProperty().set("stream:todos seq:40..60 /rev(/");
                }))
                .isNotEmptyFile();
        assertThat(draw("filter-dropped-light", new PrimerLight(), (story, model) -> {
                    everything(story, model);
                    model.recordingProperty().set(false);
                    Story.Line line = story.connect().open(9, "late", "observeState");
                    story.updates(line, 1, 12);
                    model.recordingProperty().set(true);
                    story.updates(line, 13, 16);
                    model.refresh();
                    model.table().select(model.table().rowAt(model.table().size() - 2));
                }))
                .isNotEmptyFile();
    }
}
