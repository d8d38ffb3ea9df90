// SPDX-License-Identifier: Apache-2.0
/**
 * What the panes show and can do, as properties and commands without a scene graph.
 *
 * <p>{@link dev.trebuchetfx.inspector.model.InspectorModel#snapshotProperty} is the seam for further views: a model of its own, in its own
 * package, subscribes to it and makes what its pane shows of the {@link dev.trebuchetfx.inspector.worker.Snapshot}: the events, the rows
 * that show, the report of cards and problems, the streams. It never changes, so that work that takes longer than a millisecond goes to
 * an executor with the snapshot in hand; what comes back is swapped in by the FX thread, the newest only. To point at an event, such a
 * model calls {@code table().selectAnyway(snapshot.rows().rowOf(index))}; which stream is looked at is {@code chosenProperty()}. Nobody but
 * the worker reads the log from its beginning.
 */
@NullMarked
package dev.trebuchetfx.inspector.model;

import org.jspecify.annotations.NullMarked;
