Attribute VB_Name = "KetnapLauncher"
Option Explicit

' The program is a constant: nothing in a workbook, beside it or in a setting can name another.
' The workbook's name travels in the environment of the process, so that no character of it is
' ever part of a command.
Private Const PYTHON As String = """%LOCALAPPDATA%\ketnap\python\python.exe"" -I -m xl_addin "
Private Const HIDDEN_WINDOW As Long = 0
Private Const ERROR_ICON As Long = 16

Public Sub Launch(ByVal action As String)
    Dim host As Object
    If Not IsKnown(action) Then Exit Sub
    On Error GoTo Failed
    Set host = CreateObject("WScript.Shell")
    host.Environment("Process").Item("KETNAP_WORKBOOK") = OpenWorkbook()
    host.Run CommandFor(action, Application.Hwnd), HIDDEN_WINDOW, False
    Exit Sub
Failed:
    Complain host, Err.Number
End Sub

Public Function CommandFor(ByVal action As String, ByVal window As Variant) As String
    CommandFor = PYTHON & action & " --hwnd=" & CStr(window)
End Function

Public Function IsKnown(ByVal action As String) As Boolean
    Select Case action
        Case "kiem-tra", "tong-hop", "doi-khop", "nguon", _
             "phat-bieu", "lap-bao-cao", "gui-len", "tro-giup"
            IsKnown = True
        Case Else
            IsKnown = False
    End Select
End Function

Private Function OpenWorkbook() As String
    If ActiveWorkbook Is Nothing Then
        OpenWorkbook = ""
    Else
        OpenWorkbook = ActiveWorkbook.FullName
    End If
End Function

' MsgBox and VBA source know no Vietnamese: the words stand in the sheet of the add-in, and are shown
' by Popup, or in the status bar where not even that may start.
Private Sub Complain(ByVal host As Object, ByVal number As Long)
    Dim words As String
    words = ThisWorkbook.Worksheets(1).Range("A1").Value & " (" & CStr(number) & ")"
    On Error Resume Next
    host.Popup words, 0, "ketnap", ERROR_ICON
    If Err.Number <> 0 Then Application.StatusBar = Left$(words, 255)
End Sub
