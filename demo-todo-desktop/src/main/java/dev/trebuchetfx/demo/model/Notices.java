// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.demo.model.Notice.Action;
import dev.trebuchetfx.demo.model.Notice.Severity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The notices that are shown, newest last: a few at most, each for a while. Belongs to the FX thread. */
public final class Notices {
    /** So that notices never cover the list. */
    static final int LIMIT = 3;

    private static final Duration INFORMATION_SHOWN_FOR = Duration.ofSeconds(8);
    private static final Duration ERROR_SHOWN_FOR = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final ObservableList<Notice> shown = FXCollections.observableArrayList();
    private final ObservableList<Notice> shownReadOnly = FXCollections.unmodifiableObservableList(shown);

    Notices(InstantSource clock) {
        this.clock = clock;
    }

    /** What is shown now. */
    public ObservableList<Notice> shown() {
        return shownReadOnly;
    }

    /** Takes a notice away. */
    public void dismiss(Notice notice) {
        shown.remove(notice);
    }

    /** Does what a notice offers and takes it away. */
    public void act(Notice notice) {
        Action action = notice.action();
        if (shown.remove(notice) && action != null) {
            action.run().run();
        }
    }

    /** Does what the newest notice with an offer offers, if there is one. */
    public void actOnNewest() {
        for (int i = shown.size() - 1; i >= 0; i--) {
            if (shown.get(i).action() != null) {
                act(shown.get(i));
                return;
            }
        }
    }

    void inform(String text, @Nullable Action action) {
        show(new Notice(
                Severity.INFORMATION, text, "", action, false, clock.instant().plus(INFORMATION_SHOWN_FOR)));
    }

    void failed(String text, Throwable error, @Nullable Action action) {
        Throwable cause = unwrapped(error);
        // An offer to try again is worth more with a connection than without.
        boolean untilConnected = cause instanceof NotConnectedException && action == null;
        show(new Notice(
                Severity.ERROR,
                text,
                why(cause),
                action,
                untilConnected,
                clock.instant().plus(ERROR_SHOWN_FOR)));
    }

    /** There is a connection: takes away what only said that there was none. */
    void connected() {
        shown.removeIf(Notice::untilConnected);
    }

    void expire() {
        shown.removeIf(notice -> !clock.instant().isBefore(notice.expiresAt()));
    }

    private void show(Notice added) {
        // The same again says nothing new: it is only shown for longer.
        shown.removeIf(
                notice -> notice.text().equals(added.text()) && notice.detail().equals(added.detail()));
        shown.add(added);
        if (shown.size() > LIMIT) {
            shown.removeFirst();
        }
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** The error as a person wants it: what it means here, not where it came from. */
    private static String why(Throwable cause) {
        return switch (cause) {
            case NotConnectedException _ -> "There is no connection to the server. Nothing was sent.";
            case OutcomeUnknownException _ ->
                "The connection ended before the answer came. It may or may not have been done.";
            case CallTimeoutException _ -> "The server did not answer in time. It may or may not have been done.";
            case RemoteInvocationException refused -> "The server said: " + refused.remoteMessage();
            default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        };
    }
}
