// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.inspector.audit.BufferCard;
import dev.trebuchetfx.inspector.audit.CallCard;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.model.ResumeWords;
import dev.trebuchetfx.inspector.survey.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The server's buffer for each stream, a card for each resume, and the calls. Confined to the FX thread. */
public final class CardsModel {
    private final BoardModel board;
    private final ObservableList<Buffer> buffers = FXCollections.observableArrayList();
    private final ObservableList<Resume> resumes = FXCollections.observableArrayList();
    private final ObservableList<Call> calls = FXCollections.observableArrayList();
    private final BooleanProperty chosenOnly = new SimpleBooleanProperty(this, "chosenOnly", false);

    /** What is known of the buffer for one stream. */
    public record Buffer(String stream, int number, boolean chosen, BufferWords words) {}

    /** One resume of a stream. */
    public record Resume(String stream, ResumeCard card, ResumeWords words) {}

    /** One call, and what came of it. */
    public record Call(CallCard card, CallWords words) {}

    CardsModel(BoardModel board) {
        this.board = board;
        chosenOnly.subscribe(this::show);
    }

    void show() {
        TimeRange range = board.rangeProperty().get();
        List<Buffer> nextBuffers = new ArrayList<>();
        List<Resume> nextResumes = new ArrayList<>();
        List<Call> nextCalls = new ArrayList<>();
        Map<Integer, String> names = new HashMap<>();
        for (StreamCard stream : board.snapshot().report().streams()) {
            names.put(stream.number(), stream.name());
            boolean chosen = stream.number() == board.chosenNumber();
            BufferCard buffer = stream.buffer();
            nextBuffers.add(new Buffer(stream.name(), stream.number(), chosen, BufferWords.of(stream, buffer)));
            if (chosen || !chosenOnly.get()) {
                for (ResumeCard resume : stream.resumes()) {
                    if (range == null || range.contains(resume.time())) {
                        nextResumes.add(new Resume(
                                stream.name(), resume, ResumeWords.of(stream, resume, board.time(resume.time()))));
                    }
                }
            }
        }
        for (CallCard call : board.snapshot().report().calls()) {
            if (range == null || range.contains(call.time())) {
                nextCalls.add(new Call(call, CallWords.of(board, call, names)));
            }
        }
        // The chosen stream first, then those that are closest to too late.
        nextBuffers.sort(Comparator.comparing((Buffer buffer) -> !buffer.chosen)
                .thenComparingDouble(buffer -> buffer.words.urgency())
                .thenComparingInt(Buffer::number));
        nextResumes.sort(
                Comparator.comparingLong((Resume resume) -> resume.card.index()).reversed());
        nextCalls.sort(
                Comparator.comparingLong((Call call) -> call.card.index()).reversed());
        update(buffers, nextBuffers);
        update(resumes, nextResumes);
        update(calls, nextCalls);
    }

    private static <T> void update(ObservableList<T> list, List<T> next) {
        if (!list.equals(next)) {
            list.setAll(next);
        }
    }

    /** Selects the message of the event at an index of the log. */
    public void select(long index) {
        board.select(index);
    }

    /** Chooses a logical stream. */
    public void choose(Buffer buffer) {
        board.chooseStream(buffer.number());
    }

    /** The chosen stream's first. */
    public ObservableList<Buffer> buffers() {
        return buffers;
    }

    /** Newest first. */
    public ObservableList<Resume> resumes() {
        return resumes;
    }

    /** Newest first. */
    public ObservableList<Call> calls() {
        return calls;
    }

    /** Only resumes of the chosen stream. */
    public BooleanProperty chosenOnlyProperty() {
        return chosenOnly;
    }
}
