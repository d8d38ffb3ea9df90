// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

import static javafx.scene.input.KeyCode.*;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.input.KeyCode;

/** Every action that has a key: what the sheet of keys lists, and, by the names of its actions, the list of commands. */
public final class KeyMap {
    /** Where a key does something. */
    public enum Where {
        MESSAGES("messages"),
        GRAPH("graph"),
        TIMELINE("timeline"),
        LANE("lane"),
        OVERVIEW("overview");

        private final String id;

        Where(String id) {
            this.id = id;
        }

        /** The id of what has the keyboard then. */
        public String id() {
            return id;
        }
    }

    /** {@code name}: what it does. */
    public record Action(String name, KeyStroke stroke, Where where) {}

    /**
     * A line of the sheet.
     *
     * @param words what its keys do, in their order
     * @param others further keys that do the same, and keys that are at work in a text only
     */
    public record Line(String words, List<Action> actions, String others) {
        /** As they are written on the sheet. */
        public String keys() {
            String keys =
                    actions.stream().map(action -> action.stroke().words()).collect(Collectors.joining("  "));
            return keys.isEmpty() ? others : others.isEmpty() ? keys : keys + "  or  " + others;
        }
    }

    /** A part of the sheet. */
    public record Section(String title, List<Line> lines) {}

    /** All of them, in the order in which they are shown. */
    public static final List<Section> SECTIONS = List.of(
            new Section(
                    "Window",
                    List.of(
                            line("show or hide the inspector", key("Show or hide the inspector", "F12", F12)),
                            line("every action by its name", key("List every action", "Ctrl+K", K)),
                            line("these keys", typed("Show the keys", "?")),
                            line("record on or off", key("Record on or off", "Ctrl+E", E)),
                            line("pause or resume the view", key("Pause or resume the view", "Space", SPACE)),
                            line("follow the newest", key("Follow the newest message", "F", F)),
                            line(
                                    "save everything, open a capture",
                                    key("Save the capture", "Ctrl+S", S),
                                    key("Open a capture", "Ctrl+O", O)),
                            line("save a part", key("Save a part of the capture", "Alt+S", S)),
                            line(
                                    "streams, messages, details",
                                    key("Go to the streams", "Ctrl+1", DIGIT1),
                                    key("Go to the messages", "Ctrl+2", DIGIT2),
                                    key("Go to the details", "Ctrl+3", DIGIT3)),
                            line("open or close the drawer", key("Open or close the drawer", "Ctrl+J", J)),
                            line(
                                    "graph, timeline, problems",
                                    key("Show the graph of the stream", "Ctrl+4", DIGIT4),
                                    key("Show the timeline", "Ctrl+5", DIGIT5),
                                    key("Show the problems", "Ctrl+6", DIGIT6)),
                            line(
                                    "buffer, resumes, calls",
                                    key("Show the server's buffers", "Ctrl+7", DIGIT7),
                                    key("Show the resumes", "Ctrl+8", DIGIT8),
                                    key("Show the calls", "Ctrl+9", DIGIT9)),
                            line(
                                    "call, open a stream, bring a fault about",
                                    key("Send: call a method, open a stream, bring a fault about", "Ctrl+Shift+S", S)),
                            line(
                                    "write a JUnit test of what the filter shows",
                                    key("Write a JUnit test of what the filter lets through", "Ctrl+Shift+T", T)))),
            new Section(
                    "Messages",
                    List.of(
                            also(
                                    "previous, next",
                                    "k j",
                                    key("Previous message", "↑", UP),
                                    key("Next message", "↓", DOWN)),
                            also(
                                    "select from there to here",
                                    "Shift+click",
                                    key("Extend the selection upwards", "Shift+↑", UP),
                                    key("Extend the selection downwards", "Shift+↓", DOWN)),
                            line("select all", key("Select all messages that show", "Ctrl+A", A)),
                            line(
                                    "the same, wherever the focus is",
                                    key("Previous message, from anywhere", "F7", F7),
                                    key("Next message, from anywhere", "F8", F8)),
                            line(
                                    "a page of messages",
                                    key("Page of messages up", "Page Up", PAGE_UP),
                                    key("Page of messages down", "Page Down", PAGE_DOWN)),
                            also(
                                    "first; last, and follow",
                                    "g G",
                                    key("First message", "Home", HOME),
                                    key("Last message, and follow", "End", END)),
                            line(
                                    "next, previous problem",
                                    key("Next problem", "N", N),
                                    key("Previous problem", "Shift+N", N)),
                            line(
                                    "previous, next of the same stream",
                                    key("Previous message of the same stream", "Ctrl+,", COMMA),
                                    key("Next message of the same stream", "Ctrl+.", PERIOD)),
                            line(
                                    "update before, after, with its state",
                                    typed("Update before this one, of the same stream", "["),
                                    typed("Update after this one, of the same stream", "]")),
                            line(
                                    "back, forward through what was selected",
                                    key("Back to what was selected before", "Alt+←", LEFT),
                                    key("Forward to what was selected after", "Alt+→", RIGHT)),
                            line(
                                    "go to a row, a number, a time",
                                    key("Go to a row, a sequence number, a time", "Ctrl+G", G)),
                            line("mark", key("Mark the message, or take the mark away", "M", M)),
                            line(
                                    "next, previous mark",
                                    key("Next mark", "Ctrl+Shift+N", N),
                                    key("Previous mark", "Ctrl+Shift+B", B)),
                            line("comment", typed("Comment on the message", ";")),
                            line("count times from here", key("Count times from this message", "Ctrl+T", T)),
                            line("copy as JSON", key("Copy the message as JSON", "Ctrl+Shift+C", C)),
                            also("filter messages", "/", key("Filter messages", "Ctrl+F", F)),
                            new Line("in the filter: asked before; what may stand here", List.of(), "↑ ↓  Ctrl+Space"),
                            new Line("in a text: back to the table", List.of(), "Esc"),
                            new Line("in the details: copy the selected lines", List.of(), "Ctrl+C"))),
            new Section(
                    "Columns",
                    List.of(
                            line(
                                    "choose a column",
                                    key("Choose the column to the left", "←", LEFT),
                                    key("Choose the column to the right", "→", RIGHT)),
                            line(
                                    "narrower, wider",
                                    key("Make the column narrower", "Shift+←", LEFT),
                                    key("Make the column wider", "Shift+→", RIGHT)),
                            line("fit it to what shows", key("Fit the column to what shows", "=", EQUALS)),
                            line(
                                    "hide it; menu of columns",
                                    key("Hide the column", "H", H),
                                    key("Menu of columns", "C", C)))),
            new Section(
                    "Graph, timeline, lane, overview",
                    List.of(
                            also(
                                    "graph: zoom; everything",
                                    "W S",
                                    key("Zoom into the graph", "+", PLUS, Where.GRAPH),
                                    key("Zoom out of the graph", "−", MINUS, Where.GRAPH),
                                    key("All of the graph", "0", DIGIT0, Where.GRAPH)),
                            also(
                                    "graph: pan by a tenth, with Shift a hundredth",
                                    "A D",
                                    key("Pan the graph to the left", "←", LEFT, Where.GRAPH),
                                    key("Pan the graph to the right", "→", RIGHT, Where.GRAPH),
                                    key("Pan the graph up", "↑", UP, Where.GRAPH),
                                    key("Pan the graph down", "↓", DOWN, Where.GRAPH)),
                            line(
                                    "graph: update before, after",
                                    key("Update before, in the graph", ",", COMMA, Where.GRAPH),
                                    key("Update after, in the graph", ".", PERIOD, Where.GRAPH)),
                            line("graph: crosshair", key("Crosshair in the graph", "Space", SPACE, Where.GRAPH)),
                            line("save the graph", key("Save the graph as SVG or PNG", "Ctrl+Shift+G", G)),
                            also(
                                    "timeline: zoom; everything",
                                    "W S",
                                    key("Zoom into the timeline", "+", PLUS, Where.TIMELINE),
                                    key("Zoom out of the timeline", "−", MINUS, Where.TIMELINE),
                                    key("All of the timeline", "0", DIGIT0, Where.TIMELINE)),
                            also(
                                    "timeline: pan; choose a stream",
                                    "A D  ↑ ↓ Enter",
                                    key("Pan the timeline to the left", "←", LEFT, Where.TIMELINE),
                                    key("Pan the timeline to the right", "→", RIGHT, Where.TIMELINE)),
                            line(
                                    "lane: zoom; back to normal",
                                    key("Zoom into the lane", "+", PLUS, Where.LANE),
                                    key("Zoom out of the lane", "−", MINUS, Where.LANE),
                                    key("Lane at its normal size", "0", DIGIT0, Where.LANE)),
                            line(
                                    "lane: scroll",
                                    key("Scroll the lane to the left", "←", LEFT, Where.LANE),
                                    key("Scroll the lane to the right", "→", RIGHT, Where.LANE)),
                            line(
                                    "overview: move the range",
                                    key("Move the range of time back", "←", LEFT, Where.OVERVIEW),
                                    key("Move the range of time forward", "→", RIGHT, Where.OVERVIEW)),
                            line(
                                    "overview: the same, a little",
                                    key("Move the range of time back a little", "Ctrl+←", LEFT, Where.OVERVIEW),
                                    key("Move the range of time forward a little", "Ctrl+→", RIGHT, Where.OVERVIEW)),
                            line(
                                    "overview: move its end; all times",
                                    key("Shorten the range of time", "Shift+←", LEFT, Where.OVERVIEW),
                                    key("Lengthen the range of time", "Shift+→", RIGHT, Where.OVERVIEW),
                                    key("Show all times", "Esc", ESCAPE, Where.OVERVIEW)),
                            line(
                                    "overview: the same, a little",
                                    key("Shorten the range of time a little", "Ctrl+Shift+←", LEFT, Where.OVERVIEW),
                                    key(
                                            "Lengthen the range of time a little",
                                            "Ctrl+Shift+→",
                                            RIGHT,
                                            Where.OVERVIEW)))));

    private KeyMap() {}

    private static Action key(String name, String words, KeyCode code) {
        return key(name, words, code, Where.MESSAGES);
    }

    private static Action key(String name, String words, KeyCode code, Where where) {
        return new Action(name, KeyStroke.of(words, code), where);
    }

    private static Action typed(String name, String character) {
        return new Action(name, KeyStroke.typed(character), Where.MESSAGES);
    }

    private static Line line(String words, Action... actions) {
        return new Line(words, List.of(actions), "");
    }

    private static Line also(String words, String others, Action... actions) {
        return new Line(words, List.of(actions), others);
    }

    /** All actions, in the order of the sheet. */
    public static List<Action> actions() {
        List<Action> all = new ArrayList<>();
        for (Section section : SECTIONS) {
            section.lines().forEach(line -> all.addAll(line.actions()));
        }
        return all;
    }
}
