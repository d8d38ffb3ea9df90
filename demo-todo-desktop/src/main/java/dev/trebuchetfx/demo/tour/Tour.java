// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.tour;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.demo.app.FxToolkit;
import dev.trebuchetfx.demo.app.TodoWindow;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoViewModel;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The story: a list is used, the line is cut, others go on, and the window catches up with what it missed. */
public final class Tour {
    /** The number of changes made elsewhere while a replay is still possible. */
    private static final int FEW = 5;

    private static final int MANY = 3 * TourWorld.BUFFER;

    private final TourWorld world;
    private final TodoWindow window;
    private final TodoViewModel model;
    private final Album album;

    private Tour(TourWorld world, Album album) {
        this.world = world;
        this.window = world.window();
        this.model = window.model();
        this.album = album;
    }

    /**
     * Plays the story. JavaFX must run; not on its thread.
     *
     * @param directory where the pictures go; made if it isn't there
     * @param lines told what each step shows
     * @throws TourException if the story does not come true
     */
    public static int play(Path directory, Consumer<String> lines) throws Exception {
        Album album = new Album(directory, lines);
        try (TourWorld world = new TourWorld()) {
            Tour tour = new Tour(world, album);
            tour.useTheList();
            tour.missAFew();
            tour.missMany();
            tour.saveBytes();
            tour.lookAround();
            tour.watchPrices();
        }
        return album.pictures();
    }

    private void useTheList() throws Exception {
        await("the window is connected and live", this::isLive);
        check("the list is empty", world.atServer(), List.of());
        picture("empty", "Connected to a server without todos: the window says how to begin.");

        for (String title : List.of("Buy milk", "Water the plants", "Call the dentist", "Send the invoice")) {
            world.act(() -> {
                model.newTitleProperty().set(title);
                model.add();
            });
        }
        awaitList("Buy milk", "Water the plants", "Call the dentist", "Send the invoice");
        picture("add", "Four todos were typed and added; the server has them.");

        world.act(() -> {
            model.edit().begin(todo("Call the dentist"));
            model.edit().draftProperty().set("Call the dentist about Thursday");
        });
        picture("edit", "A title is edited in place.");
        world.act(() -> model.edit().commit());
        awaitList("Buy milk", "Water the plants", "Call the dentist about Thursday", "Send the invoice");

        world.act(() -> model.moveToGap(List.of(todo("Send the invoice")), 0));
        awaitList("Send the invoice", "Buy milk", "Water the plants", "Call the dentist about Thursday");
        world.act(() -> model.toggle(todo("Water the plants")));
        awaitList("Send the invoice", "Buy milk", "x Water the plants", "Call the dentist about Thursday");
        picture("move-and-tick", "“Send the invoice” was moved to the top, “Water the plants” is done.");

        world.act(() -> model.due()
                .set(
                        List.of(todo("Call the dentist about Thursday")),
                        model.due().todayProperty().get().plusDays(1)));
        await(
                "the server has the due date",
                () -> todo("Call the dentist about Thursday").dueDate() != null
                        && model.pendingProperty().get().isEmpty());
        picture("due", "“Call the dentist about Thursday” is due tomorrow, and its row says so.");

        world.act(() -> model.delete(todo("Buy milk")));
        awaitList("Send the invoice", "x Water the plants", "Call the dentist about Thursday");
        await("undo is offered", () -> !model.notices().shown().isEmpty());
        picture("remove", "“Buy milk” was removed; undo is offered.");
        world.act(() -> model.history().undo());
        awaitList("Send the invoice", "Buy milk", "x Water the plants", "Call the dentist about Thursday");
    }

    private void missAFew() throws Exception {
        List<String> before = world.atServer();
        cut();
        picture("cut", "The line is cut: the list is the last known one and says so.");

        world.act(() -> {
            model.newTitleProperty().set("Typed while the line is cut");
            model.add();
        });
        List<String> withTyped = new ArrayList<>(before);
        withTyped.add("Typed while the line is cut");
        await("what was added shows at once", () -> world.shown().equals(withTyped));
        await(
                "the window says that it waits",
                () -> model.pendingProperty().get().startsWith("1 change waits"));
        picture("offline-command", "What is added without a connection shows at once, and waits for the line.");

        TourWorld.done("add elsewhere", world.elsewhere().addTodo("Added elsewhere"));
        TourWorld.done("rename elsewhere", world.elsewhere().updateTodo(id("Buy milk"), "Buy oat milk"));
        TourWorld.done("toggle elsewhere", world.elsewhere().toggleTodo(id("Send the invoice")));
        TourWorld.done("move elsewhere", world.elsewhere().moveTodo(id("Water the plants"), 0));
        TourWorld.done("remove elsewhere", world.elsewhere().deleteTodo(id("Call the dentist about Thursday")));
        check("the window still shows the last known list", FxToolkit.call(world::shown), withTyped);
        picture("changes-elsewhere", "Meanwhile somebody else made " + FEW + " changes; the window can't know.");

        mend();
        awaitList(
                "x Water the plants",
                "x Send the invoice",
                "Buy oat milk",
                "Added elsewhere",
                "Typed while the line is cut");
        ResumeReport resume = resume(ResumeOutcome.REPLAYED);
        long replayed = Objects.requireNonNull(resume.toSequence(), "toSequence")
                - Objects.requireNonNull(resume.fromSequence(), "fromSequence")
                + 1;
        check("every change was replayed", replayed, (long) FEW);
        picture("replay", "The line is back: " + replayed + " changes were replayed, and what waited was sent.");
    }

    private void missMany() throws Exception {
        cut();
        for (int i = 1; i <= MANY; i++) {
            TourWorld.done("add elsewhere", world.elsewhere().addTodo("Number " + i + " of many"));
        }
        picture("overrun", "Cut again, and " + MANY + " changes elsewhere: the server keeps " + TourWorld.BUFFER + ".");

        mend();
        List<String> atServer = world.atServer();
        awaitList(atServer.toArray(String[]::new));
        resume(ResumeOutcome.RESTARTED);
        await("the gap is told", () -> window.service().lastGap().getValue() != null);
        GapReport gap = Objects.requireNonNull(window.service().lastGap().getValue(), "gap");
        picture(
                "restart",
                "Too much for a replay: the stream began anew with the whole list. Missed: "
                        + (gap.missing() == null ? "unknown" : gap.missing()) + " ("
                        + gap.cause() + ").");
    }

    private void saveBytes() throws Exception {
        for (int i = 1; i <= FEW; i++) {
            TourWorld.done(
                    "rename elsewhere", world.elsewhere().updateTodo(id("Number " + i + " of many"), "Number " + i));
            awaitList(world.atServer().toArray(String[]::new));
        }
        world.act(() -> world.watch(0));
        await(
                "the inspector shows what deltas saved",
                () -> world.inspectorSays("saved by deltas") && world.inspectorSays("1–" + (FEW + 1)));
        picture(
                "deltas",
                "Titles were changed elsewhere: only the changes travelled, and the inspector says what that saved.");
        world.act(() -> world.watch(1));
        await("the inspector shows what the filter left out", () -> world.inspectorSays("left out by the filter"));
        picture(
                "filter",
                "The window's title needs the count alone: the rest of that stream was left out at the server.");
        world.act(() -> world.watch(0));
    }

    private void watchPrices() throws Exception {
        world.act(() -> world.tab(1));
        await("the prices are there", () -> world.rows("#prices") > 0);
        // The inspector hears of new prices all the time, so that it is not waited for.
        album.add(world.scene(), "prices", "Beside the todos: 2,000 prices, of which a thousand a second change.");
        world.act(() -> world.tab(2));
        await("the line has begun", world::hasLine);
        album.add(world.scene(), "chart", "One price over the last minute.");
        world.act(() -> world.tab(0));
    }

    private void lookAround() throws Exception {
        boolean wasDark = world.appearance().darkProperty().get();
        world.act(() -> world.appearance().darkProperty().set(!wasDark));
        picture(wasDark ? "light" : "dark", "The same in " + (wasDark ? "light" : "dark") + ".");
        world.act(() -> world.appearance().darkProperty().set(wasDark));
    }

    private void cut() throws Exception {
        world.cut();
        await(
                "the window reconnects and calls its list stale",
                () -> window.service().freshness().getValue() == Freshness.STALE
                        && model.connection().staleProperty().get()
                        && model.connection().state().getValue() instanceof ConnectionState.Reconnecting);
    }

    private void mend() throws Exception {
        world.mend();
        await("the window is connected and live", this::isLive);
    }

    private boolean isLive() {
        return window.service().freshness().getValue() == Freshness.LIVE
                && !model.connection().staleProperty().get()
                && model.connection().state().getValue() instanceof ConnectionState.Connected;
    }

    private ResumeReport resume(ResumeOutcome expected) throws Exception {
        await("the resume ended with " + expected, () -> {
            ResumeReport report = window.service().lastResume().getValue();
            return report != null && report.outcome() == expected;
        });
        return Objects.requireNonNull(window.service().lastResume().getValue(), "resume");
    }

    /** The window shows these titles, and the server has them. */
    private void awaitList(String... titles) throws Exception {
        List<String> expected = List.of(titles);
        await("the list is " + expected, () -> world.shown().equals(expected));
        await("the server has confirmed it", () -> model.pendingProperty().get().isEmpty());
        check("the server has the same", world.atServer(), expected);
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        world.await(what, condition, this::situation);
    }

    private String situation() {
        return world.shown() + ", " + window.service().freshness().getValue() + ", "
                + window.service().connectionState().getValue() + ", last resume "
                + window.service().lastResume().getValue();
    }

    private static void check(String what, @Nullable Object actual, Object expected) throws TourException {
        if (!expected.equals(actual)) {
            throw new TourException("expected that " + what + ": " + expected + ", but found " + actual, null);
        }
    }

    private UUID id(String title) throws Exception {
        return FxToolkit.call(() -> todo(title)).id();
    }

    private TodoItem todo(String title) {
        return window.service().todos().stream()
                .filter(todo -> todo.title().equals(title))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("expected a todo “" + title + "” but found " + world.shown()));
    }

    private void picture(String name, String whatItShows) throws Exception {
        await("the inspector shows what happened", window.inspector()::isCaughtUp);
        album.add(world.scene(), name, whatItShows);
    }
}
