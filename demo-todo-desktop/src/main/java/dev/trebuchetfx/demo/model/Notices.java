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
        show(Severity.INFORMATION, text, "", action, INFORMATION_SHOWN_FOR);
    }

    void failed(String text, Throwable error, @Nullable Action action) {
        show(Severity.ERROR, text, why(error), action, ERROR_SHOWN_FOR);
    }

    void expire() {
        shown.removeIf(notice -> !clock.instant().isBefore(notice.expiresAt()));
    }

    private void show(Severity severity, String text, String detail, @Nullable Action action, Duration shownFor) {
        // The same again says nothing new: it is only shown for longer.
        shown.removeIf(notice -> notice.text().equals(text) && notice.detail().equals(detail));
        shown.add(new Notice(severity, text, detail, action, clock.instant().plus(shownFor)));
        if (shown.size() > LIMIT) {
            shown.removeFirst();
        }
    }

    /** The error as a person wants it: what it means here, not where it came from. */
    static String why(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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
