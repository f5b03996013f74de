import RealtimeAPI

/// What a response says of itself.
extension ActiveResponse {
    func event(_ status: ResponseStatus, details: StatusDetails?, usage: Usage?) -> ResponseEvent {
        ResponseEvent {
            $0.response = ResponseObject {
                $0.id = id
                $0.object = "realtime.response"
                $0.status = status
                $0.statusDetails = Nullable(details)
                $0.output = output.map(\.wire)
                $0.outputModalities = [plan.settings.modality]
                $0.maxOutputTokens = plan.settings.maxOutputTokens
                $0.conversationID = Nullable(plan.conversationID)
                $0.audio = audio
                $0.usage = Nullable(usage)
                $0.metadata = plan.metadata.isAbsent ? .null : plan.metadata
            }
        }
    }

    private var audio: ResponseObject.Audio {
        ResponseObject.Audio {
            $0.output = AudioOutput {
                $0.format = plan.settings.outputFormat
                $0.voice = plan.settings.voice
            }
        }
    }

    func place(_ item: Int, _ part: Int) -> PartPlace {
        PartPlace {
            $0.responseID = id
            $0.itemID = output[item].id
            $0.outputIndex = item
            $0.contentIndex = part
        }
    }

    func delta(_ text: String, _ item: Int, _ part: Int, _ stage: inout Stage) -> PartDelta {
        let padding = stage.outbox.ids.obfuscation(forDeltaOf: text.utf8.count)
        return PartDelta {
            $0.place = place(item, part)
            $0.delta = text
            $0.obfuscation = padding
        }
    }

    func partEvent(_ item: Int, _ part: Int) -> PartEvent {
        PartEvent {
            $0.place = place(item, part)
            $0.part = output[item].parts[part].event
        }
    }

    func outputEvent(_ item: OutputItem) -> OutputItemEvent {
        OutputItemEvent {
            $0.responseID = id
            $0.outputIndex = item.index
            $0.item = item.wire
        }
    }

    func argumentsDone(_ call: FunctionCall, _ item: Int) -> FunctionArgumentsDone {
        FunctionArgumentsDone {
            $0.responseID = id
            $0.itemID = output[item].id
            $0.outputIndex = item
            $0.callID = call.callID ?? ""
            $0.name = call.name
            $0.arguments = call.arguments
        }
    }

    func toolEvent(_ item: Int) -> MCPCallEvent {
        MCPCallEvent {
            $0.outputIndex = item
            $0.itemID = output[item].id
        }
    }
}
