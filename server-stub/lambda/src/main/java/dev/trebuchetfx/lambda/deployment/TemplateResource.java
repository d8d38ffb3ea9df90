// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.util.List;

/** Parts of a template that it has several times, each with the indentation that it has there. */
final class TemplateResource {
    private TemplateResource() {}

    /** Returns a statement of a policy that allows these actions. */
    static String statement(String id, String actions, String resource) {
        return """
            - Sid: %s
              Effect: Allow
              Action: [%s]
              Resource: %s
            """.formatted(id, actions, resource);
    }

    /**
     * Returns a function with its logs and its role. The role is its own: one that SAM makes may read the streams of all tables, and write all logs.
     *
     * @param id the begin of the ids of its resources
     * @param handler the name of its class, with the package
     * @param rights the statements of its role, beside that for its logs
     * @param more further properties; empty for none
     */
    static String function(
            String id, String name, String handler, int timeoutSeconds, List<String> rights, String more) {
        return """
              %1$sFunction:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: !Sub ${AWS::StackName}-%2$s
                  Handler: %3$s
                  Timeout: %4$d
                  Role: !GetAtt %1$sRole.Arn
                  LoggingConfig:
                    LogGroup: !Ref %1$sLogs
            %6$s
              %1$sRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: {Service: lambda.amazonaws.com}
                        Action: sts:AssumeRole
                  Policies:
                    - PolicyName: requests
                      PolicyDocument:
                        Version: "2012-10-17"
                        Statement:
            %5$s
              %1$sLogs:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: !Sub /aws/lambda/${AWS::StackName}-%2$s
                  RetentionInDays: @RETENTION@

            """.formatted(
                        id,
                        name,
                        handler,
                        timeoutSeconds,
                        (statement("Logs", "logs:CreateLogStream, logs:PutLogEvents", "!GetAtt " + id + "Logs.Arn")
                                        + String.join("", rights))
                                .indent(14),
                        more.indent(6));
    }

    /**
     * Returns a table.
     *
     * @param name an expression
     * @param isKept whether it stays when the stack is deleted, and is not made where a former stack has left it
     * @param attributes the attributes of all keys
     * @param key the table's own key: the attribute of the partition, and that of the order if there is one
     * @param more further properties
     */
    static String table(
            String id, String name, boolean isKept, List<String> attributes, List<String> key, String more) {
        StringBuilder defined = new StringBuilder();
        attributes.forEach(each -> defined.append("- {AttributeName: " + each + ", AttributeType: S}\n"));
        return """
              %s:
                Type: AWS::DynamoDB::Table
            %s    Properties:
                  TableName: %s
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
            %s      KeySchema:
            %s%s
            """.formatted(
                        id,
                        isKept
                                ? "    Condition: MakesStateTables\n    DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain\n"
                                : "",
                        name,
                        defined.toString().indent(8),
                        keys(key).indent(8),
                        more.indent(6));
    }

    /** Returns the lines of a key. */
    static String keys(List<String> key) {
        StringBuilder lines = new StringBuilder();
        for (String each : key) {
            lines.append("- {AttributeName: " + each + ", KeyType: " + (lines.isEmpty() ? "HASH" : "RANGE") + "}\n");
        }
        return lines.toString();
    }

    /** Returns the property of a table whose items expire at the time in an attribute. */
    static String timeToLive(String attribute) {
        return """
            TimeToLiveSpecification:
              AttributeName: %s
              Enabled: true
            """.formatted(attribute);
    }

    /**
     * Returns an alarm.
     *
     * @param metric the namespace and the name, with a space between them
     * @param dimensions names with their values, with commas between them
     * @param minutes the number of minutes in a row for which the metric has to be at the threshold or above
     */
    static String alarm(
            String id,
            String description,
            String metric,
            String dimensions,
            String statistic,
            int minutes,
            int threshold) {
        String[] named = metric.split(" ", 2);
        StringBuilder all = new StringBuilder();
        for (String each : dimensions.split(", ", -1)) {
            String[] parts = each.split(": ", 2);
            all.append("- {Name: " + parts[0] + ", Value: " + parts[1] + "}\n");
        }
        return """
              %s:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: %s
                  Namespace: %s
                  MetricName: %s
                  Dimensions:
            %s      Statistic: %s
                  Period: 60
                  EvaluationPeriods: %d
                  Threshold: %d
                  ComparisonOperator: GreaterThanOrEqualToThreshold
                  TreatMissingData: notBreaching
                  AlarmActions: !If [HasAlarmTopic, [!Ref AlarmTopic], !Ref AWS::NoValue]

            """.formatted(
                        id, description, named[0], named[1], all.toString().indent(8), statistic, minutes, threshold);
    }
}
