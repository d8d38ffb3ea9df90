// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.tap;

/**
 * Sees everything that happens in a client.
 *
 * <p>The law for implementations: be fast, take no lock that others hold for long, do not throw, do not change anything, do
 * not call the client. Events come in order, one at a time, on the client's own thread: what is slow here slows the client.
 * What is thrown is logged and dropped.
 *
 * <p>Events nest like this:
 *
 * <pre>
 * ConnectionChanged connecting … connected
 *   CallStarted → MessageSent → MessageReceived → CallEnded
 *   StreamOpened → (CheckpointRestored) → MessageSent → MessageReceived → StreamStarted
 *     MessageReceived → UpdateAccepted | DuplicateSeen | GapSeen | UpdateUndecodable
 *     PositionAdvanced (when the subscriber has taken it)
 *   CheckpointsWritten | CheckpointsImpaired (at any time)
 * ConnectionChanged reconnecting
 *     FreshnessChanged stale
 * ConnectionChanged connected
 *     ResumeSent → MessageSent → MessageReceived → ResumeAnswered → (StreamStarted) → UpdateAccepted …
 *   StreamClosed
 * ConnectionChanged closed
 * </pre>
 */
@FunctionalInterface
public interface Tap {
    void onEvent(TapEvent event);
}
