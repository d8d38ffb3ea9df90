// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import java.util.ArrayList;
import java.util.List;

/** The template of AWS's Serverless Application Model that makes all that the functions need. */
public final class SamTemplate {
    /** The class of the function that hears the gateway, by which a jar of functions is known. */
    public static final String WEB_SOCKET_HANDLER = "dev.trebuchetfx.lambda.WebSocketHandler";

    /** The file beside the template that has the functions. */
    public static final String JAR = "functions.jar";

    private SamTemplate() {}

    /** Returns the template, YAML. */
    public static String of(DeploymentConfig config) {
        String whole = HEAD
                + TemplateResource.function("WebSocket", "websocket", WEB_SOCKET_HANDLER, 29, WEB_SOCKET_RIGHTS, "")
                + TemplateResource.function(
                        "StateStream",
                        "state-stream",
                        "dev.trebuchetfx.lambda.StateStreamHandler",
                        60,
                        STATE_STREAM_RIGHTS,
                        STREAM_EVENTS)
                + DEAD_LETTERS
                + TABLES
                + ALARMS
                + OUTPUTS;
        return whole.replace("@STAGE@", config.stage())
                .replace("@STATE_TABLE@", config.stateTable())
                .replace("@CONNECTION_TABLE@", config.connectionTable())
                .replace("@RETENTION@", Integer.toString(config.logRetentionDays()))
                .replace("@MEMORY@", Integer.toString(config.memory()))
                .replace("@JAR@", JAR)
                .replace("@ALARM_TOPIC@", DeploymentCommands.orNone(config.alarmTopic()))
                .replace("@ACTORS@", config.actors() == null ? "\"\"" : config.actors())
                .replace("@ROUTES@", routes(config.routes()))
                .replace(
                        "@ROUTE_NAMES@",
                        String.join(
                                ", ",
                                config.routes().stream().map(SamTemplate::id).toList()));
    }

    /** Returns the id of a route's resource, which has letters and digits alone. */
    static String id(String route) {
        StringBuilder id = new StringBuilder("Route");
        for (String part : route.replace("$", "").split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.append(route.startsWith("$") ? "" : Integer.toHexString(route.hashCode()))
                .toString();
    }

    private static String routes(List<String> routes) {
        StringBuilder all = new StringBuilder();
        for (String route : routes) {
            all.append(ROUTE.replace("@ID@", id(route)).replace("@ROUTE@", route));
        }
        return all.toString().stripTrailing();
    }

    private static final String ROUTE = """
              @ID@:
                Type: AWS::ApiGatewayV2::Route
                Properties:
                  ApiId: !Ref WebSocketApi
                  RouteKey: "@ROUTE@"
                  AuthorizationType: NONE
                  Target: !Sub integrations/${WebSocketIntegration}

            """;

    private static final String HEAD = """
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Description: Streams of Trebuchet FX behind a WebSocket of API Gateway. Made by 'trebuchet deploy --dry-run'.

            Parameters:
              Stage:
                Type: String
                Default: "@STAGE@"
              StateTableName:
                Type: String
                Default: "@STATE_TABLE@"
              ConnectionTableName:
                Type: String
                Default: "@CONNECTION_TABLE@"
              StateStream:
                Type: String
                Default: none
                Description: The ARN of the stream of the table of states, where a former stack has left the tables of states; none where they are made.
              AlarmTopic:
                Type: String
                Default: "@ALARM_TOPIC@"
                Description: The ARN of an SNS topic that hears of alarms; none for none.

            Conditions:
              MakesStateTables: !Equals [!Ref StateStream, none]
              HasAlarmTopic: !Not [!Equals [!Ref AlarmTopic, none]]

            Globals:
              Function:
                Runtime: java21
                Architectures: [arm64]
                CodeUri: @JAR@
                MemorySize: @MEMORY@
                AutoPublishAlias: live
                SnapStart:
                  ApplyOn: PublishedVersions
                Environment:
                  Variables:
                    TREBUCHET_STATE_TABLE: !Ref StateTableName
                    TREBUCHET_LOG_TABLE: !Sub ${StateTableName}-log
                    TREBUCHET_CONNECTION_TABLE: !Ref ConnectionTable
                    TREBUCHET_CONNECTIONS_ENDPOINT: !Sub https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
                    TREBUCHET_ACTORS: @ACTORS@

            Resources:
              WebSocketApi:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  Name: !Sub ${AWS::StackName}-websocket
                  ProtocolType: WEBSOCKET
                  RouteSelectionExpression: $request.body.type

              WebSocketIntegration:
                Type: AWS::ApiGatewayV2::Integration
                Properties:
                  ApiId: !Ref WebSocketApi
                  IntegrationType: AWS_PROXY
                  ContentHandlingStrategy: CONVERT_TO_TEXT
                  IntegrationUri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${WebSocketFunction.Alias}/invocations

            @ROUTES@

              WebSocketStage:
                Type: AWS::ApiGatewayV2::Stage
                DependsOn: [@ROUTE_NAMES@]
                Properties:
                  ApiId: !Ref WebSocketApi
                  StageName: !Ref Stage
                  AutoDeploy: true
                  DefaultRouteSettings:
                    DetailedMetricsEnabled: true
                    ThrottlingRateLimit: 5000
                    ThrottlingBurstLimit: 2500

              WebSocketPermission:
                Type: AWS::Lambda::Permission
                Properties:
                  Action: lambda:InvokeFunction
                  FunctionName: !Ref WebSocketFunction.Alias
                  Principal: apigateway.amazonaws.com
                  SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${WebSocketApi}/${Stage}/*

            """;

    /** The table of states and its log, by their names: a former stack may have left them. */
    private static final String STATES_ARN =
            "!Sub arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${StateTableName}";

    private static final String LOG_ARN = STATES_ARN + "-log";

    private static final String STREAM_ARN = "!If [MakesStateTables, !GetAtt StateTable.StreamArn, !Ref StateStream]";

    private static final List<String> WEB_SOCKET_RIGHTS = rights(
            "dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:UpdateItem",
            "dynamodb:Query, dynamodb:GetItem, dynamodb:PutItem, dynamodb:BatchWriteItem",
            "dynamodb:GetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, dynamodb:BatchWriteItem, dynamodb:ConditionCheckItem",
            List.of(TemplateResource.statement("LogIndexes", "dynamodb:Query", LOG_ARN + "/index/*")));

    private static final List<String> STATE_STREAM_RIGHTS = rights(
            // The last one numbers a state that somebody has edited by hand, and the log gets it too.
            "dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:UpdateItem",
            "dynamodb:Query, dynamodb:PutItem",
            "dynamodb:GetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, dynamodb:BatchWriteItem",
            List.of(
                    TemplateResource.statement("Closes", "execute-api:ManageConnections", posts("DELETE")),
                    // By these AWS Lambda itself reads the stream and gives up records.
                    TemplateResource.statement(
                            "Stream",
                            "dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator",
                            STREAM_ARN),
                    TemplateResource.statement("DeadLetters", "sqs:SendMessage", "!GetAtt DeadLetters.Arn")));

    /** Returns the statements of a function: it may make the requests that it makes, and no others. */
    private static List<String> rights(String states, String log, String connections, List<String> more) {
        List<String> all = new ArrayList<>(List.of(
                TemplateResource.statement("States", states, STATES_ARN),
                TemplateResource.statement("Log", log, LOG_ARN),
                TemplateResource.statement("Connections", connections, "!GetAtt ConnectionTable.Arn"),
                TemplateResource.statement("Posts", "execute-api:ManageConnections", posts("POST")),
                TemplateResource.statement("Looks", "execute-api:ManageConnections", posts("GET"))));
        all.addAll(more);
        return all;
    }

    private static String posts(String method) {
        return "!Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${WebSocketApi}/${Stage}/"
                + method + "/@connections/*";
    }

    private static final String STREAM_EVENTS = """
            Events:
              States:
                Type: DynamoDB
                Properties:
                  Stream: @STREAM@
                  StartingPosition: TRIM_HORIZON
                  BatchSize: 100
                  ParallelizationFactor: 4
                  BisectBatchOnFunctionError: true
                  MaximumRetryAttempts: 20
                  MaximumRecordAgeInSeconds: 900
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  DestinationConfig:
                    OnFailure:
                      Type: SQS
                      Destination: !GetAtt DeadLetters.Arn
            """.replace("@STREAM@", STREAM_ARN);

    private static final String TABLES = TemplateResource.table(
                    "StateTable", "!Ref StateTableName", true, List.of("actorId"), List.of("actorId"), """
            StreamSpecification:
              StreamViewType: NEW_AND_OLD_IMAGES
            PointInTimeRecoverySpecification:
              PointInTimeRecoveryEnabled: true
            """)
            + TemplateResource.table(
                    "LogTable",
                    "!Sub ${StateTableName}-log",
                    true,
                    List.of("actorId", "version", "writeId", "callKey"),
                    List.of("actorId", "version"),
                    "LocalSecondaryIndexes:\n"
                            + index("byWrite", "writeId", "storedAt, isPatch, size")
                            + index("byCallKey", "callKey", "storedAt")
                            + TemplateResource.timeToLive("expiresAt"))
            + TemplateResource.table(
                    "ConnectionTable",
                    "!Ref ConnectionTableName",
                    false,
                    List.of("owner", "entry"),
                    List.of("owner", "entry"),
                    TemplateResource.timeToLive("ttl"));

    private static String index(String name, String key, String attributes) {
        return """
              - IndexName: %s
                KeySchema:
            %s    Projection:
                  ProjectionType: INCLUDE
                  NonKeyAttributes: [%s]
            """.formatted(
                        name, TemplateResource.keys(List.of("actorId", key)).indent(6), attributes);
    }

    private static final String ALARMS = TemplateResource.alarm(
                    "WebSocketErrors",
                    "The function that answers clients fails.",
                    "AWS/Lambda Errors",
                    "FunctionName: !Ref WebSocketFunction",
                    "Sum",
                    3,
                    5)
            + TemplateResource.alarm(
                    "WebSocketThrottles",
                    "Messages of clients are refused, since the account has no more concurrent functions.",
                    "AWS/Lambda Throttles",
                    "FunctionName: !Ref WebSocketFunction",
                    "Sum",
                    3,
                    1)
            + TemplateResource.alarm(
                    "StateStreamLag",
                    "Changes reach windows more than 10 s late.",
                    "AWS/Lambda IteratorAge",
                    "FunctionName: !Ref StateStreamFunction",
                    "Maximum",
                    3,
                    10_000)
            + TemplateResource.alarm(
                    "ChangesGivenUp",
                    "The changes of an actor could not be sent to all; its clients see them with the next change or heartbeat.",
                    "AWS/SQS ApproximateNumberOfMessagesVisible",
                    "QueueName: !GetAtt DeadLetters.QueueName",
                    "Maximum",
                    1,
                    1)
            + TemplateResource.alarm(
                    "IntegrationErrors",
                    "The gateway gets no answer from the function.",
                    "AWS/ApiGateway IntegrationError",
                    "ApiId: !Ref WebSocketApi, Stage: !Ref Stage",
                    "Sum",
                    3,
                    5);

    private static final String DEAD_LETTERS = """
              DeadLetters:
                Type: AWS::SQS::Queue
                Properties:
                  MessageRetentionPeriod: 1209600
                  SqsManagedSseEnabled: true

            """;

    private static final String OUTPUTS = """
            Outputs:
              WebSocketUrl:
                Description: The address for clients.
                Value: !Sub wss://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
              ConnectionsUrl:
                Description: The address of the management API.
                Value: !Sub https://${WebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}
              StateTableName:
                Value: !Ref StateTableName
            """;
}
