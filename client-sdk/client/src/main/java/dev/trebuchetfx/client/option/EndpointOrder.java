// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** In which order a client tries the endpoints that it was given, as long as none of them has proved good. */
public enum EndpointOrder {
    /** An order that each client draws for itself, once: the clients share the endpoints. Right for equal servers. */
    SHUFFLED,
    /** As they were given. Right for a server and its stand-ins. */
    AS_GIVEN
}
