// SPDX-License-Identifier: Apache-2.0
/**
 * The view models of the panes: their properties and commands, without a scene graph.
 *
 * <p>Further views build on {@link dev.trebuchetfx.inspector.model.InspectorModel#snapshotProperty}. Their model, in a package of its own,
 * subscribes to it and derives what its pane shows from the {@link dev.trebuchetfx.inspector.worker.Snapshot}: the events, the rows
 * that show, the report of cards and problems, the streams. A snapshot is immutable, so work that takes longer than a millisecond runs
 * on an executor with the snapshot, and the FX thread takes over only the newest result. To select an event, such a
 * model calls {@code table().selectAnyway(snapshot.rows().rowOf(index))}; {@code chosenProperty()} is the stream that is looked at. Only
 * the worker reads the log from its beginning.
 */
@NullMarked
package dev.trebuchetfx.inspector.model;

import org.jspecify.annotations.NullMarked;
