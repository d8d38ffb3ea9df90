// SPDX-License-Identifier: Apache-2.0
/** Certificates that only a test trusts. */
@NullMarked
package dev.trebuchetfx.certificate;

import org.jspecify.annotations.NullMarked;
