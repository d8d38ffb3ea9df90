// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.error.CallTimeoutException;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.demo.model.Notice.Action;
import dev.trebuchetfx.demo.model.Notice.Severity;
import dev.trebuchetfx.demo.text.Words;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The notices that are shown, the newest last. There are a few at most, and each goes away after some seconds. Confined to the FX thread. */
public final class Notices {
    /** The most notices that are shown, so that they do not cover the list. */
    static final int LIMIT = 3;

    private static final Duration INFORMATION_SHOWN_FOR = Duration.ofSeconds(8);
    private static final Duration ERROR_SHOWN_FOR = Duration.ofSeconds(15);

    private final InstantSource clock;
    private final ObservableList<Notice> shown = FXCollections.observableArrayList();
    private final ObservableList<Notice> shownReadOnly = FXCollections.unmodifiableObservableList(shown);

    Notices(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns a read-only list of the notices that are shown. */
    public ObservableList<Notice> shown() {
        return shownReadOnly;
    }

    /** Removes a notice. */
    public void dismiss(Notice notice) {
        shown.remove(notice);
    }

    /** Runs the action of a notice and removes the notice. */
    public void act(Notice notice) {
        Action action = notice.action();
        if (shown.remove(notice) && action != null) {
            action.run().run();
        }
    }

    /** Runs the action of the newest notice that has one, if there is any, and removes that notice. */
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

    /** Removes the notices that only said that there was no connection. */
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

    /** Returns what an error means for the user. */
    private static String why(Throwable cause) {
        return switch (cause) {
            case NotConnectedException _ -> Words.of("why.not-connected");
            case OutcomeUnknownException _ -> Words.of("why.unknown");
            case CallTimeoutException _ -> Words.of("why.timeout");
            case RemoteInvocationException refused -> Words.of("why.refused", String.valueOf(refused.remoteMessage()));
            default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        };
    }
}
