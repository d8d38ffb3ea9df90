// SPDX-License-Identifier: Apache-2.0
/** What faults can be asked for, by name and parameters, of a server or of a proxy; and scenarios of them. */
@NullMarked
package dev.trebuchetfx.protocol.fault;

import org.jspecify.annotations.NullMarked;
