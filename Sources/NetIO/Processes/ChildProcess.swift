internal import CUV
internal import Glibc

/// A program that runs beside ours. It is given its input at its start, or as it comes, and its output comes as it
/// makes it; so does what it says on its standard error, to whoever asks for that.
///
/// Confined to its loop. `.ended` is reported once, last, and never from within a call: the program is gone then, and
/// all of its output was reported. Until then libuv keeps it alive, and its loop must run.
public final class ChildProcess: @unchecked Sendable {
    public enum Event: Sendable, Equatable {
        case output([UInt8])
        case ended(Exit)
    }

    public enum Exit: Sendable, Equatable {
        /// 0: it did what it was to do.
        case status(Int)
        case signal(Int)
        /// It never ran, and why.
        case notStarted(String)
    }

    private let loop: EventLoop
    private let report: @Sendable (Event) -> Void
    private let complaints: (@Sendable ([UInt8]) -> Void)?
    private let process = UnsafeMutablePointer<uv_process_t>.allocate(capacity: 1)
    private let input = UnsafeMutablePointer<uv_pipe_t>.allocate(capacity: 1)
    private let output = UnsafeMutablePointer<uv_pipe_t>.allocate(capacity: 1)
    private let errors = UnsafeMutablePointer<uv_pipe_t>.allocate(capacity: 1)
    private var waitingWrites = 0
    private var inputIsEnding = false
    private var openHandles: Set<UnsafeMutableRawPointer> = []
    private var closingHandles = 0
    private var exit: Exit?
    private var outputHasEnded = false
    private var errorsHaveEnded: Bool
    private var isGroup = false
    private var isRead = true
    private var isKilled = false
    private var hasEnded = false

    /// Starts a program. Called on the loop. `complaints` is what comes on its standard error; without it that is
    /// thrown away.
    public static func start(
        _ command: ChildCommand,
        on loop: EventLoop,
        complaints: (@Sendable ([UInt8]) -> Void)? = nil,
        report: @escaping @Sendable (Event) -> Void
    ) -> ChildProcess {
        precondition(loop.isOnLoop, "a child belongs to its loop's thread")
        let child = ChildProcess(loop, complaints, report)
        child.start(command)
        return child
    }

    private init(
        _ loop: EventLoop,
        _ complaints: (@Sendable ([UInt8]) -> Void)?,
        _ report: @escaping @Sendable (Event) -> Void
    ) {
        self.loop = loop
        self.complaints = complaints
        errorsHaveEnded = complaints == nil
        self.report = report
    }

    deinit {
        process.deallocate()
        input.deallocate()
        output.deallocate()
        errors.deallocate()
    }

    /// Ends the program now. No output is reported any more; its end is, once it is gone.
    public func kill() {
        guard !isKilled, !hasEnded else { return }
        isKilled = true
        if isGroup {
            Glibc.kill(-process.pointee.pid, SIGKILL)
        } else if exit == nil {
            uv_process_kill(process, SIGKILL)
        }
        close(input.handle)
        endOutput()
        endErrors()
    }

    /// Takes no output for now: the program is slowed down by its pipe.
    public func stopReading() {
        guard isRead, !outputHasEnded else { return }
        isRead = false
        uv_read_stop(output.stream)
    }

    public func resumeReading() {
        guard !isRead, !outputHasEnded else { return }
        isRead = true
        read()
    }

    private func start(_ command: ChildCommand) {
        // Until its last handle is closed it refers to itself.
        let this = Unmanaged.passRetained(self).toOpaque()
        let pipes = complaints == nil ? [input, output] : [input, output, errors]
        for pipe in pipes {
            uv_pipe_init(loop.raw, pipe, 0)
            pipe.pointee.data = this
        }
        process.pointee = uv_process_t()
        process.pointee.data = this
        let status = spawn(command)
        openHandles = Set([process.key] + pipes.map(\.key))
        guard status == 0 else {
            exit = .notStarted(SystemError.text(status))
            for handle in [process.handle, input.handle] { close(handle) }
            endErrors()
            return endOutput()
        }
        isGroup = command.startsOthers
        write(command.input)
        if !command.inputStaysOpen { endInput() }
        read()
        if complaints != nil, Self.read(errors.stream) < 0 { endErrors() }
    }

    private func spawn(_ command: ChildCommand) -> Int32 {
        var stdio = [uv_stdio_container_t](repeating: uv_stdio_container_t(), count: 3)
        stdio[0].flags = uv_stdio_flags(UV_CREATE_PIPE.rawValue | UV_READABLE_PIPE.rawValue)
        stdio[0].data.stream = input.stream
        stdio[1].flags = uv_stdio_flags(UV_CREATE_PIPE.rawValue | UV_WRITABLE_PIPE.rawValue)
        stdio[1].data.stream = output.stream
        stdio[2].flags = UV_IGNORE
        if complaints != nil {
            stdio[2].flags = stdio[1].flags
            stdio[2].data.stream = errors.stream
        }
        let arguments = CStrings([command.program] + command.arguments)
        let environment = CStrings(command.environment.map { "\($0.key)=\($0.value)" })
        defer {
            arguments.free()
            environment.free()
        }
        var options = uv_process_options_t()
        if command.startsOthers { options.flags = UV_PROCESS_DETACHED.rawValue }
        options.exit_cb = { process, status, signal in
            guard let process else { return }
            ChildProcess.of(process.pointee.data)?.exited(Int(status), signal: Int(signal))
        }
        return command.program.withCString { program in
            stdio.withUnsafeMutableBufferPointer { stdio in
                options.file = program
                options.args = arguments.pointer
                options.env = environment.pointer
                options.stdio_count = 3
                options.stdio = stdio.baseAddress
                return uv_spawn(loop.raw, process, &options)
            }
        }
    }

    private static func of(_ data: UnsafeMutableRawPointer?) -> ChildProcess? {
        data.map { Unmanaged<ChildProcess>.fromOpaque($0).takeUnretainedValue() }
    }

    private func exited(_ status: Int, signal: Int) {
        exit = signal == 0 ? .status(status) : .signal(signal)
        close(process.handle)
        // Nobody is left who could read it.
        close(input.handle)
        endIfDone()
    }
}

// Input and output.
extension ChildProcess {
    /// What the program has not read of its input yet.
    public var waitingInputBytes: Int { inputIsOpen ? Int(uv_stream_get_write_queue_size(input.stream)) : 0 }

    /// Its input is over, once all that was written has been read.
    public func endInput() {
        inputIsEnding = true
        if waitingWrites == 0 { close(input.handle) }
    }

    private var inputIsOpen: Bool { openHandles.contains(input.key) }

    /// More of its input; libuv writes as the program reads. A program that reads none of it is not asked to.
    public func write(_ bytes: [UInt8]) {
        guard inputIsOpen, !inputIsEnding, !bytes.isEmpty else { return }
        let size = MemoryLayout<uv_write_t>.stride
        let block = UnsafeMutableRawPointer.allocate(byteCount: size + bytes.count, alignment: 16)
        UnsafeMutableRawBufferPointer(start: block + size, count: bytes.count).copyBytes(from: bytes)
        var buffer = uv_buf_init((block + size).assumingMemoryBound(to: CChar.self), UInt32(clamping: bytes.count))
        let request = block.assumingMemoryBound(to: uv_write_t.self)
        let status = uv_write(request, input.stream, &buffer, 1) { request, _ in
            guard let request else { return }
            let child = ChildProcess.of(request.pointee.handle?.pointee.data)
            UnsafeMutableRawPointer(request).deallocate()
            child?.wrote()
        }
        if status == 0 {
            waitingWrites += 1
        } else {
            block.deallocate()
            close(input.handle)
        }
    }

    private func wrote() {
        waitingWrites -= 1
        if inputIsEnding, waitingWrites == 0 { close(input.handle) }
    }

    private func read() {
        if Self.read(output.stream) < 0 { endOutput() }
    }

    private static func read(_ stream: UnsafeMutablePointer<uv_stream_t>) -> Int32 {
        uv_read_start(
            stream,
            { handle, _, buffer in
                let scratch = EventLoop.of(handle).scratch
                let base = scratch.baseAddress?.assumingMemoryBound(to: CChar.self)
                buffer?.pointee = uv_buf_init(base, UInt32(scratch.count))
            },
            { stream, count, _ in
                guard let stream else { return }
                ChildProcess.of(stream.pointee.data)?.took(count, from: stream)
            }
        )
    }

    private func took(_ count: Int, from stream: UnsafeMutablePointer<uv_stream_t>) {
        let isOutput = stream == output.stream
        if count > 0 {
            let bytes = Array(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
            if isOutput { report(.output(bytes)) } else { complaints?(bytes) }
        } else if count < 0 {
            if isOutput { endOutput() } else { endErrors() }
        }
    }
}

// The end.
extension ChildProcess {
    private func endOutput() {
        guard !outputHasEnded else { return }
        outputHasEnded = true
        close(output.handle)
        endIfDone()
    }

    private func endErrors() {
        guard !errorsHaveEnded else { return }
        errorsHaveEnded = true
        close(errors.handle)
        endIfDone()
    }

    private func endIfDone() {
        guard !hasEnded, outputHasEnded, errorsHaveEnded, let exit else { return }
        hasEnded = true
        // It may be here from within a call.
        loop.post { [self] in report(.ended(exit)) }
    }

    private func close(_ handle: UnsafeMutablePointer<uv_handle_t>) {
        guard openHandles.remove(UnsafeMutableRawPointer(handle)) != nil else { return }
        closingHandles += 1
        uv_close(handle) { handle in
            guard let data = handle?.pointee.data else { return }
            let child = Unmanaged<ChildProcess>.fromOpaque(data)
            if child.takeUnretainedValue().closedOne() { child.release() }
        }
    }

    /// Whether that was the last.
    private func closedOne() -> Bool {
        closingHandles -= 1
        return closingHandles == 0 && openHandles.isEmpty
    }
}

extension UnsafeMutablePointer {
    fileprivate var key: UnsafeMutableRawPointer { UnsafeMutableRawPointer(self) }
}

/// Texts as C wants a list of them: pointers, and a null at the end.
private struct CStrings {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        pointer = .allocate(capacity: count + 1)
        for (index, text) in texts.enumerated() { (pointer + index).initialize(to: strdup(text)) }
        (pointer + count).initialize(to: nil)
    }

    func free() {
        for index in 0..<count { Glibc.free(pointer[index]) }
        pointer.deallocate()
    }
}
