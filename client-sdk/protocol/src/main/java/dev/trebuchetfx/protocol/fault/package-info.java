// SPDX-License-Identifier: Apache-2.0
/** The faults that a stub server or a proxy can cause, their form as text and JSON, and scenarios of faults. */
@NullMarked
package dev.trebuchetfx.protocol.fault;

import org.jspecify.annotations.NullMarked;
