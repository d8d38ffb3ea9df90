// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

/** An actor of a simulation, whose ledger tells what it has been. */
interface SimulatedActor {
    /** Changes by itself, in its own turn. */
    void become(int value);

    /** Sets the state that it has already. */
    void repeat();
}
