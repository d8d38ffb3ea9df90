// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

/** The order in which a client tries its endpoints, as long as none of them has proved good. */
public enum EndpointOrder {
    /** Each client draws an order for itself, once, so that the clients share the endpoints. Right for equal servers. */
    SHUFFLED,
    /** The client tries the endpoints as they were given. Right for a server and its stand-ins. */
    AS_GIVEN
}
