// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

/** A {@code trebuchet.yaml} can't be used. Its message says where, as {@code FILE:LINE:COLUMN}, what was expected, and what was found. */
public final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    DeploymentException(String message) {
        super(message);
    }
}
